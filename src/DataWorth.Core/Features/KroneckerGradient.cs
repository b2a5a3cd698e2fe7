using DataWorth.LinearAlgebra;
using DataWorth.Projections;

namespace DataWorth.Features;

/// <summary>Gradients in factored form: G_n = sum_t g_nt a_nt^T.</summary>
/// <remarks>The full gradient is never needed to project: P_o G P_i^T = sum_t (P_o g_t)(P_i a_t)^T. Source: LogIX, arXiv:2405.13954,
/// section 3. Factors of 16 bits stay so until they are asked for: computing is in float32, one block at a time.</remarks>
public class KroneckerGradient : GradientBlock
{
    private readonly string _name;
    private readonly Tensor? _activations;
    private readonly Tensor _outputGradients;

    /// <summary>Takes ownership of the factors.</summary>
    /// <param name="name">Block name.</param>
    /// <param name="activations">a [B, T, I].</param>
    /// <param name="outputGradients">g [B, T, O]; zero at padding, as is a.</param>
    /// <param name="positions">Number of real positions; null when there is no padding.</param>
    public KroneckerGradient(string name, Tensor activations, Tensor outputGradients, long? positions = null)
        : this(name, outputGradients, positions) => _activations = activations.DetachFromDisposeScope();

    /// <summary>For a form that makes its activations when they are asked for.</summary>
    private protected KroneckerGradient(string name, Tensor outputGradients, long? positions)
    {
        _name = name;
        Positions = positions ?? (outputGradients.shape[0] * outputGradients.shape[1]);
        _outputGradients = outputGradients.DetachFromDisposeScope();
    }

    /// <summary>Input activations a, [B, T, I], in float32 at least: of this block, or for factors of 16 bits of the caller's scope.</summary>
    public virtual Tensor Activations => Wide(_activations!);

    /// <summary>Output gradients g, [B, T, O], as <see cref="Activations"/>.</summary>
    public Tensor OutputGradients => Wide(_outputGradients);

    /// <summary>Number of real positions in the batch: what covariances are averaged over.</summary>
    public long Positions { get; }

    /// <summary>Whether some of the positions may be padding that <see cref="Positions"/> counts: the mask does not fit them. The gradient is
    /// right, covariances would not be.</summary>
    internal bool CountsPadding { get; set; }

    /// <inheritdoc/>
    public override BlockShape Shape => new(_name, _outputGradients.shape[2], Inputs);

    /// <inheritdoc/>
    public override long Count => _outputGradients.shape[0];

    /// <inheritdoc/>
    public override ScalarType Type => WideType.Of(_outputGradients.dtype);

    /// <inheritdoc/>
    public override Device Device => _outputGradients.device;

    /// <summary>T, padding counted.</summary>
    internal long Length => _outputGradients.shape[1];

    // Pairs of positions, (O + I) operations each, against so many passes over matrices O x I.
    private bool IsFewer(long pairs, long passes) => pairs * (Shape.Outputs + Inputs) <= passes * Shape.Size;

    /// <summary>I.</summary>
    private protected virtual long Inputs => _activations!.shape[2];

    /// <inheritdoc/>
    public override bool IsOuterProduct => Length == 1;

    /// <inheritdoc/>
    public override GradientBlock Project(Projection output, Projection input)
    {
        using var scope = NewDisposeScope();
        var projected = ProjectInput(input, output.Apply(OutputGradients));
        projected.CountsPadding = CountsPadding;
        return projected;
    }

    /// <inheritdoc/>
    public override void WriteTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        if (IsOuterProduct)
        {
            // One position: an outer product, two streaming passes instead of B tiny matrix products.
            destination.copy_(OutputGradients.transpose(1, 2)); // [B, O, 1] broadcast over I
            destination.mul_(Activations); // [B, 1, I]
        }
        else
        {
            destination.copy_(bmm(OutputGradients.transpose(1, 2), Activations));
        }
    }

    /// <inheritdoc/>
    public override void AddTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        if (IsOuterProduct)
        {
            destination.addcmul_(OutputGradients.transpose(1, 2), Activations, 1); // [B, O, 1] x [B, 1, I]
        }
        else
        {
            destination.add_(bmm(OutputGradients.transpose(1, 2), Activations));
        }
    }

    /// <inheritdoc/>
    public override Tensor Materialize()
    {
        using var scope = NewDisposeScope();
        return Materialize(OutputGradients, Activations).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor OutputRows(long first, long count)
    {
        using var scope = NewDisposeScope();
        return Materialize(OutputGradients.narrow(2, first, count), Activations).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Dot(Tensor queries)
    {
        using var scope = NewDisposeScope();
        var (count, outputs, inputs) = (queries.shape[0], queries.shape[1], queries.shape[2]);
        if (IsOuterProduct)
        {
            var products = zeros([Count, count], Type, Device);
            FactorProducts.Add(products, OutputGradients.transpose(1, 2), Activations.transpose(1, 2), queries);
            return products.MoveToOuterDisposeScope();
        }

        var flat = queries.reshape(count, outputs * inputs).t();
        return Parts(outputs * inputs, (a, g) => mm(Materialize(g, a).view(-1, outputs * inputs), flat)).MoveToOuterDisposeScope();
    }

    /// <summary>True for a single position: g a^T takes O + I numbers, and (g a^T) . (g' a'^T) = (g . g')(a . a').</summary>
    public override bool IsCompact => IsOuterProduct;

    /// <summary>(sum_t g_t a_t^T) . (sum_s g'_s a'_s^T) = sum_t,s (g_t . g'_s)(a_t . a'_s): the gradients are not formed, unless there are so many
    /// positions that it takes fewer operations.</summary>
    /// <param name="queries">Q gradients of the same shape.</param>
    public override Tensor Dot(GradientBlock queries)
    {
        if (queries is not KroneckerGradient other || !IsFewer(Length * other.Length * other.Count, Length + other.Count))
        {
            return base.Dot(queries);
        }

        using var scope = NewDisposeScope();
        var (left, right) = (other.OutputGradients.flatten(0, 1).t(), other.Activations.flatten(0, 1).t()); // [O, Q S], [I, Q S]
        return Parts(Length * other.Length * other.Count, (a, g) =>
                mm(g.flatten(0, 1), left)
                    .mul_(mm(a.flatten(0, 1), right)) // [B T, Q S]
                    .view(g.shape[0], Length, other.Count, other.Length)
                    .sum([1, 3])
            )
            .MoveToOuterDisposeScope();
    }

    /// <summary>sum_t,k (g_t . L_k)(R_k . a_t): the gradient is not formed. [B, Q].</summary>
    /// <param name="left">L [Q, O, k].</param>
    /// <param name="right">R [Q, k, I].</param>
    public override Tensor DotFactors(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var (count, rank) = (left.shape[0], left.shape[2]);
        var columns = left.transpose(0, 1).reshape(left.shape[1], count * rank); // [O, Q k]
        var rows = right.reshape(count * rank, right.shape[2]).t(); // [I, Q k]
        return Parts(Length * count * rank, (a, g) => matmul(g, columns).mul_(matmul(a, rows)).sum(1L).view(-1, count, rank).sum(-1))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override GradientBlock Scaled(Tensor factors)
    {
        using var scope = NewDisposeScope();
        // One factor must not make up for the other, where both can be scaled.
        var (activations, scale) = _activations is null ? (null, ones_like(factors)) : InRange(Activations);
        var gradients = Times(OutputGradients, factors * scale);
        using var same = Projection.Of(null, Inputs);
        var scaled = activations is null ? ProjectInput(same, gradients) : new(_name, activations.alias(), gradients, Positions);
        scaled.CountsPadding = CountsPadding;
        return scaled;
    }

    /// <inheritdoc/>
    private protected override Tensor SumSquares(Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var (activations, inputScale) = InRange(Activations);
        var (gradients, outputScale) = InRange(OutputGradients);
        var scale = (inputScale * outputScale).square();
        if (IsOuterProduct)
        {
            var (inputs, outputs) = (activations.squeeze(1).square(), gradients.squeeze(1).square());
            var sums = weights is null ? inputs.sum(-1) * outputs.sum(-1) : (mm(outputs, weights) * inputs).sum(-1);
            return sums.to_type(ScalarType.Float64).mul_(scale).MoveToOuterDisposeScope();
        }

        if (weights is null && IsFewer(Length * Length, Length))
        {
            // sum_t,s (g_t . g_s)(a_t . a_s)
            return Parts(activations, gradients, Length * Length, (a, g) =>
                    bmm(g, g.transpose(1, 2)).mul_(bmm(a, a.transpose(1, 2))).sum([1, 2])
                )
                .to_type(ScalarType.Float64)
                .mul_(scale)
                .MoveToOuterDisposeScope();
        }

        var size = Shape.Size;
        return Parts(activations, gradients, size, (a, g) =>
            {
                var squares = Materialize(g, a).pow_(2).view(-1, size);
                return weights is null ? squares.sum(-1) : mv(squares, weights.reshape(-1));
            })
            .to_type(ScalarType.Float64)
            .mul_(scale)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor SumOfSquares()
    {
        using var scope = NewDisposeScope();
        if (IsOuterProduct)
        {
            return mm(OutputGradients.squeeze(1).square().t(), Activations.squeeze(1).square()).MoveToOuterDisposeScope();
        }

        var sum = zeros([Shape.Outputs, Shape.Inputs], Type, Device);
        Parts(Shape.Size, (a, g) =>
        {
            sum.add_(Materialize(g, a).pow_(2).sum(0L));
            return a.narrow(0, 0, 0);
        });
        return sum.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _activations?.Dispose();
        _outputGradients.Dispose();
    }

    /// <summary>Applies P_i [k_i, I] to the activations, beside output gradients that are projected already and in the caller's
    /// scope.</summary>
    private protected virtual KroneckerGradient ProjectInput(Projection projection, Tensor outputGradients) =>
        new(_name, projection.Apply(Activations), outputGradients, Positions);

    private static Tensor Wide(Tensor factor) =>
        WideType.Of(factor.dtype) is var wide && wide == factor.dtype ? factor : factor.to_type(wide);

    private static Tensor Materialize(Tensor outputGradients, Tensor activations)
    {
        using var scope = NewDisposeScope();
        var gradientsByOutput = outputGradients.transpose(1, 2); // [B, O, T]
        var full = activations.shape[1] == 1 ? gradientsByOutput * activations : bmm(gradientsByOutput, activations);
        return full.MoveToOuterDisposeScope();
    }

    private Tensor Parts(long numbersPerExample, Func<Tensor, Tensor, Tensor> part) =>
        Parts(Activations, OutputGradients, numbersPerExample, part);

    /// <summary>Applies a function to so many examples at a time that each part holds a bounded number of values, and joins the
    /// results.</summary>
    private static Tensor Parts(Tensor activations, Tensor outputGradients, long numbersPerExample, Func<Tensor, Tensor, Tensor> part)
    {
        var (count, step) = (outputGradients.shape[0], Math.Max(1, WorkingNumbers / Math.Max(1, numbersPerExample)));
        if (step >= count)
        {
            return part(activations, outputGradients);
        }

        var results = new List<Tensor>();
        for (long first = 0; first < count; first += step)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(step, count - first);
            results.Add(part(activations.narrow(0, first, length), outputGradients.narrow(0, first, length)).MoveToOuterDisposeScope());
        }

        return cat(results);
    }
}
