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
            Throw.Range("Dimension", size, "at least 1");
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
        var perOutput = block.Inputs * Size;
        var values = new float[count * perOutput];
        var scale = (float)(1 / Math.Sqrt(Size));
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, output =>
        {
            var random = NamedRandom.Create(_seed, block.Name, (firstOutput + output).ToString(System.Globalization.CultureInfo.InvariantCulture));
            var row = values.AsSpan((int)(output * perOutput), (int)perOutput);
            for (var i = 0; i < row.Length; i += 64)
            {
                var bits = random.NextUInt64(); // 64 signs at a time
                for (var j = i; j < Math.Min(i + 64, row.Length); j++, bits >>= 1)
                    row[j] = (bits & 1) == 0 ? scale : -scale;
            }
        });
        return tensor(values, [count * block.Inputs, Size], dtype: _type, device: _device);
    }
}
