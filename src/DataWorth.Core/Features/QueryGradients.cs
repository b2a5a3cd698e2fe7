using DataWorth.Curvature;
using DataWorth.Statistics;

namespace DataWorth.Features;

/// <summary>The features of queries, batch by batch, each block in the form that takes fewer numbers: rows are made where a method needs
/// them. Gradients shorter than 2^-40 or longer than 2^40 are kept at a length around 1, beside the <see cref="Scales"/> that they are to be
/// multiplied by: their products with examples alike leave the range of float32.</summary>
/// <remarks>Gradients of an embedding table stay token ids and output gradients, so that a query never takes V d numbers where nothing is
/// preconditioned.</remarks>
public sealed class QueryGradients : IDisposable
{
    private readonly FeatureLayout _layout;
    private readonly IReadOnlyList<FeatureBatch> _batches;

    /// <summary>Takes ownership of the batches.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="batches">phi_q, at least one batch; those that are kept for long are best settled
    /// (<see cref="FeatureBatch.Materialize"/>).</param>
    public QueryGradients(FeatureLayout layout, IReadOnlyList<FeatureBatch> batches)
    {
        _layout = layout;
        Count = batches.Sum(batch => batch.Count);
        List<double[]> scales = [.. batches.Select(Measure)];
        _batches = [.. batches.Zip(scales, Scale)];
        Scales = scales.TrueForAll(batch => Array.TrueForAll(batch, scale => scale == 1))
            ? null
            : tensor([.. scales.SelectMany(batch => batch)], device: _batches[0].Blocks[0].Device).DetachFromDisposeScope();
    }

    /// <summary>Number of queries Q.</summary>
    public int Count { get; }

    /// <summary>What scores have to be multiplied by, powers of two, [Q] in float64; null where all are 1.</summary>
    public Tensor? Scales { get; }

    /// <summary>The features, batch by batch.</summary>
    public IReadOnlyList<FeatureBatch> Batches => _batches;

    /// <summary>phi_q as a new tensor [Q, D].</summary>
    public Tensor ToRows()
    {
        using var scope = NewDisposeScope();
        var first = _batches[0].Blocks[0];
        var rows = empty([Count, _layout.Size], first.Type, first.Device);
        long done = 0;
        foreach (var batch in _batches)
        {
            batch.WriteTo(rows.narrow(0, done, batch.Count), _layout);
            done += batch.Count;
        }

        return rows.MoveToOuterDisposeScope();
    }

    /// <summary>(H + lambda I)^-1 phi_q as a new tensor [Q, D].</summary>
    /// <param name="curvature">H.</param>
    /// <param name="damping">lambda.</param>
    /// <param name="rows">What stands for phi_q, such as its factors of low rank, [Q, D]. Default phi_q.</param>
    /// <exception cref="InvalidOperationException">A query that is not 0 becomes so small that all its scores would be 0 or
    /// rounding.</exception>
    public Tensor Precondition(ICurvature curvature, Damping damping, Tensor? rows = null)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var given = rows ?? ToRows();
        var solved = curvature.Precondition(given, damping);
        var smallest = SmallNumbers.Smallest(solved.dtype);
        var sizes = maximum(solved.amax([-1]), -solved.amin([-1])).to_type(ScalarType.Float64); // [Q]
        foreach (var index in sizes.lt(smallest).nonzero().flatten().cpu().data<long>())
        {
            if (given[index].ne(0).any().item<bool>())
            {
                var id = Batches.SelectMany(batch => batch.Ids).ElementAt((int)index);
                CoreThrow.QueryTooSmall(id, sizes[index].item<double>(), smallest, solved.dtype);
            }
        }

        return solved.MoveToOuterDisposeScope();
    }

    /// <summary>One block of all queries as a new tensor [Q, O, I]; null when every batch has it in a form that is multiplied without
    /// becoming dense.</summary>
    /// <param name="index">The block.</param>
    public Tensor? DenseBlock(int index)
    {
        if (_batches.All(batch => batch.Blocks[index].IsCompact))
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var shape = _layout.Blocks[index];
        return cat([.. _batches.Select(batch => batch.Blocks[index].Flatten())], 0)
            .view(Count, shape.Outputs, shape.Inputs)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Frees the features.</summary>
    public void Dispose()
    {
        foreach (var batch in _batches)
        {
            batch.Dispose();
        }

        Scales?.Dispose();
    }

    private static double[] Measure(FeatureBatch batch)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var squares = batch.Blocks.Select(block => block.WeightedSquares(null)).Aggregate((sum, next) => sum + next); // [B]
        return
        [
            .. squares
                .sqrt()
                .cpu()
                .data<double>()
                .ToArray()
                .Select(length =>
                    length is 0 or (>= 1 / GradientBlock.Far and <= GradientBlock.Far) || !double.IsFinite(length)
                        ? 1
                        : Math.ScaleB(1, Math.ILogB(length))
                ),
        ];
    }

    private static FeatureBatch Scale(FeatureBatch batch, double[] scales)
    {
        if (Array.TrueForAll(scales, scale => scale == 1))
        {
            return batch;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var factors = tensor([.. scales.Select(scale => 1 / scale)], device: batch.Blocks[0].Device);
        FeatureBatch scaled = new(batch.Ids, [.. batch.Blocks.Select(block => block.Scaled(factors))]);
        batch.Dispose();
        return scaled;
    }
}
