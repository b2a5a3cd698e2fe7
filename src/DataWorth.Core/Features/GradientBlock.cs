using DataWorth.Projections;

namespace DataWorth.Features;

/// <summary>Per-example gradients of one block for a batch, [B, O, I], in whatever form is cheapest.
/// Owns its tensors, which belong to no dispose scope. Every result is a new tensor (or a view) in the caller's scope.</summary>
public abstract class GradientBlock : IDisposable
{
    /// <summary>Numbers that a contraction may hold at once, 16 Mi: larger blocks are handled in parts.</summary>
    internal const long WorkingNumbers = 1 << 24;

    /// <summary>Numbers between its reciprocal and it have squares, and products of those, in the range of float32.</summary>
    internal const double Far = 1L << 40;

    /// <summary>Name and size of the block.</summary>
    public abstract BlockShape Shape { get; }

    /// <summary>Number of examples B.</summary>
    public abstract long Count { get; }

    /// <summary>Element type.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>Device of the tensors.</summary>
    public abstract Device Device { get; }

    /// <summary>Outputs whose rows can differ from zero in this batch, ascending; null when any can.</summary>
    public virtual IReadOnlyList<long>? OccupiedOutputs => null;

    /// <summary>Writes the gradients into <paramref name="destination"/> [B, O, I] (any strides), replacing what is there.</summary>
    public abstract void WriteTo(Tensor destination);

    /// <summary>The same into a type that may be narrower than the gradients': each number is computed in their own, and rounded once.</summary>
    internal void RoundTo(Tensor destination)
    {
        if (destination.dtype is not (ScalarType.Float16 or ScalarType.BFloat16) || destination.dtype == Type)
        {
            WriteTo(destination);
            return;
        }

        using var scope = NewDisposeScope();
        destination.copy_(Materialize());
    }

    /// <summary>Adds the gradients to <paramref name="destination"/> [B, O, I] (any strides).</summary>
    public virtual void AddTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        destination.add_(Materialize());
    }

    /// <summary>The gradients, [B, O, I].</summary>
    public abstract Tensor Materialize();

    /// <summary>Rows first..first+count-1 of every gradient, [B, count, I], without forming the others; a new tensor.</summary>
    public virtual Tensor OutputRows(long first, long count)
    {
        using var scope = NewDisposeScope();
        return Materialize().narrow(1, first, count).MoveToOuterDisposeScope();
    }

    /// <summary>The gradients as rows, [B, O I]; a view where they lie in memory already.</summary>
    public virtual Tensor Flatten()
    {
        using var scope = NewDisposeScope();
        return Materialize().flatten(1).MoveToOuterDisposeScope();
    }

    /// <summary>Projects on both sides: P_o G P_i^T, block [B, k_o, k_i].</summary>
    /// <param name="output">P_o [k_o, O].</param>
    /// <param name="input">P_i [k_i, I].</param>
    public abstract GradientBlock Project(Projection output, Projection input);

    /// <summary>The same by matrices, which stay the caller's. Null leaves a side as it is.</summary>
    /// <param name="output">P_o [k_o, O].</param>
    /// <param name="input">P_i [k_i, I].</param>
    public GradientBlock Project(Tensor? output, Tensor? input)
    {
        using var left = Projection.Of(output, Shape.Outputs);
        using var right = Projection.Of(input, Shape.Inputs);
        return Project(left, right);
    }

    /// <summary>Inner products with given matrices: result[b, q] = sum_oi G[b, o, i] Q[q, o, i], [B, Q]; never more than a bounded part of
    /// G at once.</summary>
    /// <param name="queries">Q [Q, O, I].</param>
    public abstract Tensor Dot(Tensor queries);

    /// <summary>True when each gradient is one outer product g a^T: the module saw one position per example.</summary>
    public virtual bool IsOuterProduct => false;

    /// <summary>True when the gradients take fewer numbers as they are than as matrices and are multiplied with their like as they
    /// are.</summary>
    public virtual bool IsCompact => false;

    /// <summary>Inner products with other examples' gradients of the same block: result[b, q] = sum_oi G[b, o, i] Q[q, o, i], [B, Q]; dense
    /// only where one of the two is not compact.</summary>
    /// <param name="queries">Q.</param>
    public virtual Tensor Dot(GradientBlock queries)
    {
        if (queries is SummedGradient { IsCompact: true } sum)
        {
            return sum.Sum(Dot);
        }

        using var scope = NewDisposeScope();
        return Dot(queries.Flatten().view(queries.Count, Shape.Outputs, Shape.Inputs)).MoveToOuterDisposeScope();
    }

    /// <summary>Inner products with matrices given by factors, Q = L R, [B, Q].</summary>
    /// <param name="left">L [Q, O, k].</param>
    /// <param name="right">R [Q, k, I].</param>
    public virtual Tensor DotFactors(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        return Dot(bmm(left, right)).MoveToOuterDisposeScope();
    }

    /// <summary>Each example's gradient times a number, as a block of its own in the same form where that takes fewer numbers.</summary>
    /// <param name="factors">The numbers, [B].</param>
    internal virtual GradientBlock Scaled(Tensor factors)
    {
        using var scope = NewDisposeScope();
        return new DenseGradient(Shape.Name, Times(Materialize(), factors));
    }

    /// <summary>sum_oi w[o, i] G[b, o, i]^2 per example, [B], in float64, of which squares of float32 can be too small or too large; never more
    /// than a bounded part of G at once.</summary>
    /// <param name="weights">w [O, I], at least 0, or null for ones.</param>
    public Tensor WeightedSquares(Tensor? weights)
    {
        using var scope = NewDisposeScope();
        if (weights is null)
        {
            return SumSquares(null).MoveToOuterDisposeScope();
        }

        var (inRange, scale) = InRange(weights.unsqueeze(0));
        return SumSquares(inRange.squeeze(0)).mul_(scale).MoveToOuterDisposeScope();
    }

    /// <summary><see cref="WeightedSquares"/> by weights whose products with numbers around 1 are in range.</summary>
    private protected virtual Tensor SumSquares(Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([Count], ScalarType.Float64, Device);
        foreach (var (first, count) in OutputParts())
        {
            using var part = NewDisposeScope();
            var (rows, scale) = InRange(OutputRows(first, count));
            var squares = rows.square().reshape(Count, -1); // [B, count I]
            var sums = weights is null ? squares.sum(-1) : mv(squares, weights.narrow(0, first, count).reshape(-1));
            sum.add_(sums.to_type(ScalarType.Float64).mul_(scale.square()));
        }

        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>Each example's numbers divided by their largest one where the squares would leave the range of the type, and by what: the
    /// numbers themselves and 1 nearly always.</summary>
    /// <param name="values">[B, ...].</param>
    /// <returns>The numbers, and the divisors [B] in float64.</returns>
    private protected static (Tensor Values, Tensor Scale) InRange(Tensor values)
    {
        if (values.NumberOfElements == 0)
        {
            return (values, ones([values.shape[0]], ScalarType.Float64, values.device));
        }

        var flat = values.flatten(1);
        var largest = flat.amax(1).maximum(flat.amin(1).neg()).to_type(ScalarType.Float64);
        var isFar = largest.gt(0).logical_and(largest.lt(1 / Far).logical_or(largest.gt(Far))).logical_and(largest.isfinite());
        var scale = where(isFar, largest, ones_like(largest));
        return isFar.any().item<bool>()
            ? (values / scale.to_type(values.dtype).view([-1, .. Enumerable.Repeat(1L, (int)values.dim() - 1)]), scale)
            : (values, scale);
    }

    /// <summary>sum_b G[b]^2 elementwise, [O, I]; never more than a bounded part of G at once.</summary>
    public virtual Tensor SumOfSquares()
    {
        using var scope = NewDisposeScope();
        var sum = empty([Shape.Outputs, Shape.Inputs], Type, Device);
        foreach (var (first, count) in OutputParts())
        {
            using var part = NewDisposeScope();
            sum.narrow(0, first, count).copy_(OutputRows(first, count).pow_(2).sum(0L));
        }

        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public abstract void Dispose();

    /// <summary>Each example's numbers times a number, which may be out of the type's range itself; a new tensor.</summary>
    /// <param name="values">[B, ...].</param>
    /// <param name="factors">[B] in float64.</param>
    private protected static Tensor Times(Tensor values, Tensor factors)
    {
        var (inRange, scale) = InRange(values);
        return inRange * (factors * scale).to_type(values.dtype).view([-1, .. Enumerable.Repeat(1L, (int)values.dim() - 1)]);
    }

    private IEnumerable<(long First, long Count)> OutputParts()
    {
        var outputs = Shape.Outputs;
        var step = Math.Max(1, WorkingNumbers / Math.Max(1, Count * Shape.Inputs));
        for (long first = 0; first < outputs; first += step)
        {
            yield return (first, Math.Min(step, outputs - first));
        }
    }
}
