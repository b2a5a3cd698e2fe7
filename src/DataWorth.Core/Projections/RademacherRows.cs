using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DataWorth.Features;
using DataWorth.Randomness;

namespace DataWorth.Projections;

/// <summary>Entries +-1/sqrt(k) drawn from (seed, block name, output): the same numbers however the rows are cut into parts.</summary>
public sealed class RademacherRows : IProjectionRows
{
    private readonly long _seed;
    private readonly ScalarType _type;
    private readonly Device _device;

    /// <summary>Chooses the matrix.</summary>
    /// <param name="size">k, at least 1.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Device.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public RademacherRows(int size, long seed, ScalarType type, Device device)
    {
        if (size < 1)
        {
            CoreThrow.Range("Dimension", size, "at least 1");
        }

        Size = size;
        _seed = seed;
        _type = type;
        _device = device;
    }

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public Tensor Rows(BlockShape block, long firstOutput, long count)
    {
        using var scope = NewDisposeScope();
        var rows = empty([count, block.Inputs * Size], ScalarType.Float32, CPU);
        var scale = (float)(1 / Math.Sqrt(Size));
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
            output =>
            {
                var random = NamedRandom.Create(_seed, block.Name, (firstOutput + output).ToString(CultureInfo.InvariantCulture));
                Fill(random, scale, MemoryMarshal.Cast<byte, float>(rows.bytes).Slice((int)(output * rows.shape[1]), (int)rows.shape[1]));
            }
        );
        return rows.view(count * block.Inputs, Size).to(_type).to(_device).MoveToOuterDisposeScope();
    }

    /// <summary>64 signs at a time, the lowest bit first; a set bit is a minus.</summary>
    private static void Fill(SeededRandom random, float scale, Span<float> row)
    {
        var (plus, minus) = (Vector256.Create(scale), Vector256.Create(-scale));
        var lanes = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        while (row.Length >= 64)
        {
            var bits = random.NextUInt64();
            for (var i = 0; i < 64; i += 8, bits >>= 8)
            {
                var isSet = Vector256.Equals(Vector256.Create((int)bits) & lanes, lanes).AsSingle();
                Vector256.ConditionalSelect(isSet, minus, plus).CopyTo(row[i..]);
            }

            row = row[64..];
        }

        var last = row.Length > 0 ? random.NextUInt64() : 0;
        for (var i = 0; i < row.Length; i++, last >>= 1)
        {
            row[i] = (last & 1) == 0 ? scale : -scale;
        }
    }
}
