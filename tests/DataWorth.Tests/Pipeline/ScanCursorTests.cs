using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Data;
using DataWorth.Stages;

namespace DataWorth.Tests.Pipeline;

/// <summary>Rows of stored tensors, lent from the blocks of a scan.</summary>
public sealed class ScanCursorTests
{
    public static TheoryData<ScalarType> Types =>
        [ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int8, ScalarType.Byte];

    /// <summary>What is written into the tensors of a shard is in its file, and is read back from it, whatever lay in the memory.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void WhatIsWritten_IsInTheShard_AndReadBack(ScalarType type)
    {
        StoredTensor[] tensors = [new("wide", type, [3, 5]), new("scale", ScalarType.Float32, []), new("other", ScalarType.Float64, [2])];
        var store = new MemoryArtifactStore();
        for (var round = 1; round < 5; round++)
        {
            var key = new ArtifactKey("gradients", $"{round}{round}{round}{round}");
            using (
                var writer = ArtifactWriter.Create(
                    store,
                    key,
                    StoredFeatures.FileLayout(tensors, hasContents: true),
                    new()
                    {
                        RowCount = 10,
                        RowsPerShard = 4,
                        Codec = "test",
                    }
                )
            )
            {
                for (var index = 0; index < 3; index++)
                {
                    using var shard = writer.Begin(index);
                    foreach (var tensor in tensors)
                    {
                        shard[tensor.Name].Fill(0xA5);
                    }

                    using (var rows = new EncodedRows(tensors, shard.Rows))
                    {
                        foreach (var tensor in tensors)
                        {
                            rows[tensor.Name].fill_(round + index).bytes.CopyTo(shard[tensor.Name]);
                        }
                    }

                    shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(row => $"{index}-{row}")];
                    writer.Commit(shard);
                }

                writer.Complete();
            }

            using var reader = ArtifactReader.Open(store, key);
            for (var pass = 0; pass < 3; pass++)
            {
                using ScanCursor cursor = new(reader, RowRange.All, pass == 0 ? int.MaxValue : 1 + pass, readAhead: 1, default);
                for (long row = 0, count; row < reader.RowCount; row += count)
                {
                    count = cursor.MoveTo(row);
                    foreach (var tensor in tensors)
                    {
                        using var rows = cursor.Rows(tensor, row + (count / 2), (int)(count - (count / 2)));
                        using var scope = NewDisposeScope();
                        Assert.True(
                            rows.eq(round + (row / 4)).all().item<bool>(),
                            $"round {round}, pass {pass}, {tensor.Name}: {rows.to_type(ScalarType.Float64).min().item<double>()}"
                        );
                    }
                }
            }
        }
    }
}
