using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>Running sums sum_n phi_n,l phi_n,l^T, one dense block per module.</summary>
/// <remarks>Memory sum_l D_l^2 numbers. Only the panels on and above the diagonal are computed (5/8 of the products with four panels); the
/// rest is mirrored once, at the end.</remarks>
public sealed class SecondMoments : FeatureSums
{
    private const int Panels = 4;
    private const string Suffix = ".moments";

    private readonly FeatureLayout _layout;
    private readonly Tensor[] _sums;
    private ScalarType? _given; // of the features, which may be narrower than the sums

    /// <summary>Starts with empty sums.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Type of the sums: that of the features, or a wider one.</param>
    /// <param name="device">Device of the features.</param>
    public SecondMoments(FeatureLayout layout, ScalarType type, Device device)
    {
        _layout = layout;
        _sums = [.. layout.Blocks.Select(block => Begin(block.Name + Suffix, [block.Size, block.Size], type, device))];
    }

    /// <inheritdoc/>
    public override void Add(FeatureBatch batch)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        _given = batch.Blocks[0].Type;
        for (var i = 0; i < _layout.Blocks.Count; i++)
        {
            var size = _layout.Blocks[i].Size;
            var sum = _sums[i];
            var rows = batch.Blocks[i].Flatten().to_type(sum.dtype);
            for (long first = 0; first < size; first += Height(size))
            {
                var height = Math.Min(Height(size), size - first);
                sum.narrow(0, first, height)
                    .narrow(1, first, size - first)
                    .addmm_(rows.narrow(1, first, height).t(), rows.narrow(1, first, size - first), 1, 1);
            }
        }

        AddCount(batch.Count);
    }

    /// <summary>Turns the sums into the means (1/N) sum_n phi phi^T, [D_l, D_l] by block name, symmetric, which the caller owns. In place:
    /// nothing can be added afterwards.</summary>
    /// <exception cref="InvalidOperationException">There are no examples, a sum is not finite, or a mean is too small for its
    /// type.</exception>
    public IReadOnlyDictionary<string, Tensor> TakeMeans()
    {
        var count = RequireCount();
        var means = new Dictionary<string, Tensor>();
        foreach (var block in _layout.Blocks)
        {
            using var scope = NewDisposeScope();
            var sum = Take(block.Name + Suffix);
            means.Add(block.Name, sum.div_(count));
            Mirror(sum);
            if (!double.IsFinite(sum.sum(ScalarType.Float64).item<double>()))
            {
                CoreThrow.NotFinite("Curvature", block.Name, _given ?? sum.dtype);
            }

            SmallNumbers.Refuse(sum, "Curvature", block.Name, sum.dtype);
        }

        return means;
    }

    private static long Height(long size) => Math.Max(64, (size + Panels - 1) / Panels);

    /// <summary>Copies what is above the diagonal below it.</summary>
    private static void Mirror(Tensor matrix)
    {
        var size = matrix.shape[0];
        for (long first = 0; first < size; first += Height(size))
        {
            using var scope = NewDisposeScope();
            var height = Math.Min(Height(size), size - first);
            var corner = matrix.narrow(0, first, height).narrow(1, first, height);
            var upper = corner.triu();
            corner.copy_(upper.add(upper.triu(1).t()));
            var below = size - first - height;
            matrix
                .narrow(0, first + height, below)
                .narrow(1, first, height)
                .copy_(matrix.narrow(0, first, height).narrow(1, first + height, below).t());
        }
    }
}
