using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Stages;

namespace DataWorth.Tests.Pipeline;

/// <summary>Tensors over the memory of shards.</summary>
public sealed class ShardTensorTests
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

                    using (var rows = ShardTensors.Over(shard, tensors))
                    {
                        foreach (var tensor in tensors)
                        {
                            rows[tensor.Name].fill_(round + index);
                        }

                        ShardTensors.CopyTo(rows, shard, tensors);
                    }

                    shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(row => $"{index}-{row}")];
                    writer.Commit(shard);
                }

                writer.Complete();
            }

            using var reader = ArtifactReader.Open(store, key);
            for (var pass = 0; pass < 3; pass++)
            {
                foreach (var shard in reader.Shards(0, 3, pieceRows: pass == 0 ? int.MaxValue : 1 + pass))
                {
                    foreach (var tensor in tensors)
                    {
                        using var scope = NewDisposeScope();
                        var rows = ShardTensors.Rows(shard, tensor, shard.Rows / 2, shard.Rows - (shard.Rows / 2));
                        Assert.True(
                            rows.eq(round + shard.Index).all().item<bool>(),
                            $"round {round}, pass {pass}, {tensor.Name}: {rows.to_type(ScalarType.Float64).min().item<double>()}"
                        );
                        rows.Dispose();
                    }
                }
            }
        }
    }
}
