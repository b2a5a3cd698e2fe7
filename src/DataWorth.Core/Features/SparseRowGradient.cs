using DataWorth.Projections;

namespace DataWorth.Features;

/// <summary>Gradients of an embedding table, [B, V, d], as token ids and output gradients: row v of G_n is the sum of g_nt over the
/// positions t with token v.</summary>
/// <remarks>
/// Never dense: a batch holds B T d numbers. Repeated tokens of an example are added once, on first use, so that squares are exact.
/// Projected over the vocabulary it is factored, with columns of P_o in place of output gradients: P_o G P_i^T = sum_t P_o[:, v_t] (P_i
/// g_t)^T.
/// </remarks>
public sealed class SparseRowGradient : GradientBlock
{
    private readonly string _name;
    private readonly long _rows;
    private readonly Tensor? _mask;
    private readonly Lazy<Merged> _merged;

    /// <summary>Takes ownership of the tensors.</summary>
    /// <param name="name">Block name.</param>
    /// <param name="tokens">Token ids, int64 [B, T], any valid id at padding.</param>
    /// <param name="gradients">g [B, T, d], zero at padding.</param>
    /// <param name="rows">V.</param>
    /// <param name="mask">1 at real positions, 0 at padding, [B, T]; null when there is no padding.</param>
    /// <param name="positions">Number of real positions; null when there is no padding.</param>
    public SparseRowGradient(string name, Tensor tokens, Tensor gradients, long rows, Tensor? mask = null, long? positions = null)
    {
        _name = name;
        _rows = rows;
        Tokens = tokens.DetachFromDisposeScope();
        Gradients = gradients.DetachFromDisposeScope();
        _mask = mask?.DetachFromDisposeScope();
        Positions = positions ?? (tokens.shape[0] * tokens.shape[1]);
        _merged = new Lazy<Merged>(Merge, isThreadSafe: false);
    }

    /// <summary>Token ids, [B, T].</summary>
    public Tensor Tokens { get; }

    /// <summary>Output gradients g, [B, T, d].</summary>
    public Tensor Gradients { get; }

    /// <summary>Number of real positions in the batch.</summary>
    public long Positions { get; }

    /// <inheritdoc/>
    public override BlockShape Shape => new(_name, _rows, Gradients.shape[2]);

    /// <inheritdoc/>
    public override long Count => Gradients.shape[0];

    /// <inheritdoc/>
    public override ScalarType Type => Gradients.dtype;

    /// <inheritdoc/>
    public override Device Device => Gradients.device;

    /// <inheritdoc/>
    public override IReadOnlyList<long> OccupiedOutputs
    {
        get
        {
            using var scope = NewDisposeScope();
            return Tokens.unique().output.cpu().data<long>().ToArray();
        }
    }

    /// <inheritdoc/>
    public override void WriteTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        destination.zero_();
        AddTo(destination);
    }

    /// <inheritdoc/>
    public override void AddTo(Tensor destination)
    {
        var merged = _merged.Value;
        destination.index_put_(merged.Sums, [TensorIndex.Tensor(merged.Examples), TensorIndex.Tensor(merged.Tokens)], accumulate: true);
    }

    /// <inheritdoc/>
    public override Tensor Materialize()
    {
        var values = zeros([Count, _rows, Gradients.shape[2]], Type, Device);
        AddTo(values);
        return values;
    }

    /// <inheritdoc/>
    public override Tensor OutputRows(long first, long count)
    {
        using var scope = NewDisposeScope();
        var merged = _merged.Value;
        var chosen = merged.Tokens.ge(first).logical_and(merged.Tokens.lt(first + count)).nonzero().squeeze(1);
        var places = (merged.Examples.index_select(0, chosen) * count) + merged.Tokens.index_select(0, chosen) - first;
        var values = zeros([Count * count, Gradients.shape[2]], Type, Device);
        values.index_add_(0, places, merged.Sums.index_select(0, chosen), 1);
        return values.view(Count, count, -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override GradientBlock Project(Projection output, Projection input)
    {
        using var scope = NewDisposeScope();
        var gradients = input.Apply(Gradients); // [B, T, k_i]
        if (output.IsIdentity)
        {
            return new SparseRowGradient(_name, Tokens.alias(), gradients, _rows, _mask?.alias(), Positions);
        }

        var columns = output.Columns(Tokens.reshape(-1)).to_type(Type).view(Count, -1, output.OutputSize); // [B, T, k_o]
        if (_mask is not null)
        {
            columns = columns * _mask.to_type(Type).unsqueeze(-1);
        }

        return new KroneckerGradient(_name, gradients, columns, Positions);
    }

    /// <inheritdoc/>
    public override Tensor Dot(Tensor queries)
    {
        using var scope = NewDisposeScope();
        var merged = _merged.Value;
        var sum = zeros([queries.shape[0], Count], Type, Device);
        var step = Math.Max(1, WorkingNumbers / Math.Max(1, queries.shape[0] * Gradients.shape[2]));
        for (long first = 0; first < merged.Sums.shape[0]; first += step)
        {
            using var part = NewDisposeScope();
            var count = Math.Min(step, merged.Sums.shape[0] - first);
            var rows = queries.index_select(1, merged.Tokens.narrow(0, first, count)); // [Q, count, d]
            sum.index_add_(1, merged.Examples.narrow(0, first, count), rows.mul_(merged.Sums.narrow(0, first, count)).sum(-1), 1);
        }

        return sum.t().contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override bool IsCompact => true;

    /// <summary>Rows of the same token are multiplied, [B, Q]; the table's other rows do not occur.</summary>
    /// <param name="queries">Q.</param>
    public override Tensor Dot(GradientBlock queries)
    {
        if (queries is not SparseRowGradient other)
        {
            return base.Dot(queries);
        }

        using var scope = NewDisposeScope();
        var (merged, asked) = (_merged.Value, other._merged.Value);
        var sum = zeros([Count, other.Count], Type, Device);
        var step = Math.Max(1, WorkingNumbers / Math.Max(1, asked.Sums.shape[0]));
        for (long first = 0; first < merged.Sums.shape[0]; first += step)
        {
            using var part = NewDisposeScope();
            var count = Math.Min(step, merged.Sums.shape[0] - first);
            var products = mm(merged.Sums.narrow(0, first, count), asked.Sums.t()); // [count, U]
            products.mul_(merged.Tokens.narrow(0, first, count).unsqueeze(1).eq(asked.Tokens.unsqueeze(0)));
            var byQuery = zeros([count, other.Count], Type, Device).index_add_(1, asked.Examples, products, 1);
            sum.index_add_(0, merged.Examples.narrow(0, first, count), byQuery, 1);
        }

        return sum.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor DotFactors(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var merged = _merged.Value;
        var (count, rank) = (left.shape[0], left.shape[2]);
        var inner = mm(merged.Sums, right.reshape(count * rank, -1).t()).view(-1, count, rank); // [U, Q, k]
        var rows = left.index_select(1, merged.Tokens).transpose(0, 1); // [U, Q, k]
        return zeros([Count, count], Type, Device).index_add_(0, merged.Examples, inner.mul_(rows).sum(-1), 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override GradientBlock Scaled(Tensor factors)
    {
        using var scope = NewDisposeScope();
        return new SparseRowGradient(_name, Tokens.alias(), Times(Gradients, factors), _rows, _mask?.alias(), Positions);
    }

    /// <inheritdoc/>
    private protected override Tensor SumSquares(Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var merged = _merged.Value;
        var (rows, scale) = InRange(merged.Sums);
        var squares = rows.square();
        if (weights is not null)
        {
            squares.mul_(weights.index_select(0, merged.Tokens));
        }

        return zeros([Count], ScalarType.Float64, Device)
            .index_add_(0, merged.Examples, squares.sum(-1).to_type(ScalarType.Float64).mul_(scale.square()), 1)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor SumOfSquares()
    {
        using var scope = NewDisposeScope();
        var merged = _merged.Value;
        return zeros([_rows, Gradients.shape[2]], Type, Device)
            .index_add_(0, merged.Tokens, merged.Sums.square(), 1)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Tokens.Dispose();
        Gradients.Dispose();
        _mask?.Dispose();
        if (_merged.IsValueCreated)
        {
            _merged.Value.Dispose();
        }
    }

    private Merged Merge()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var keys = (arange(0, Count, 1, ScalarType.Int64, Device).unsqueeze(1) * _rows) + Tokens; // [B, T]
        var (places, inverse, _) = keys.reshape(-1).unique(sorted: true, return_inverse: true);
        var sums = zeros([places.shape[0], Gradients.shape[2]], Type, Device);
        sums.index_add_(0, inverse!, Gradients.flatten(0, 1), 1);
        var examples = places.div(_rows, RoundingMode.floor);
        var tokens = places - (examples * _rows);
        return new Merged(examples.DetachFromDisposeScope(), tokens.DetachFromDisposeScope(), sums.DetachFromDisposeScope());
    }

    /// <summary>Pairs of example and token, each once, with the sum of the gradients at the token's positions, [U], [U] and [U,
    /// d].</summary>
    private sealed record Merged(Tensor Examples, Tensor Tokens, Tensor Sums) : IDisposable
    {
        public void Dispose()
        {
            Examples.Dispose();
            Tokens.Dispose();
            Sums.Dispose();
        }
    }
}
