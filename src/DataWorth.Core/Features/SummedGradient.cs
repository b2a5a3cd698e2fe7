using DataWorth.Projections;

namespace DataWorth.Features;

/// <summary>The sum of several contributions to one parameter: a module used more than once, or a weight shared by two modules.</summary>
public sealed class SummedGradient : GradientBlock
{
    private readonly IReadOnlyList<GradientBlock> _parts;

    /// <summary>Takes ownership of at least one part; all have the same shape.</summary>
    public SummedGradient(IReadOnlyList<GradientBlock> parts) => _parts = parts;

    /// <summary>The contributions.</summary>
    public IReadOnlyList<GradientBlock> Parts => _parts;

    /// <inheritdoc/>
    public override BlockShape Shape => _parts[0].Shape;

    /// <inheritdoc/>
    public override long Count => _parts[0].Count;

    /// <inheritdoc/>
    public override ScalarType Type => _parts[0].Type;

    /// <inheritdoc/>
    public override Device Device => _parts[0].Device;

    /// <inheritdoc/>
    public override IReadOnlyList<long>? OccupiedOutputs =>
        _parts.Any(part => part.OccupiedOutputs is null) ? null : [.. _parts.SelectMany(part => part.OccupiedOutputs!).Distinct().Order()];

    /// <inheritdoc/>
    public override void WriteTo(Tensor destination)
    {
        _parts[0].WriteTo(destination);
        foreach (var part in _parts.Skip(1))
        {
            part.AddTo(destination);
        }
    }

    /// <inheritdoc/>
    public override void AddTo(Tensor destination)
    {
        foreach (var part in _parts)
        {
            part.AddTo(destination);
        }
    }

    /// <inheritdoc/>
    public override Tensor Materialize()
    {
        var sum = _parts[0].Materialize();
        foreach (var part in _parts.Skip(1))
        {
            part.AddTo(sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Tensor OutputRows(long first, long count) => Sum(part => part.OutputRows(first, count));

    /// <inheritdoc/>
    public override Tensor Dot(Tensor queries) => Sum(part => part.Dot(queries));

    /// <inheritdoc/>
    public override bool IsCompact => _parts.All(part => part.IsCompact);

    /// <inheritdoc/>
    public override Tensor Dot(GradientBlock queries) => Sum(part => part.Dot(queries));

    /// <inheritdoc/>
    public override Tensor DotFactors(Tensor left, Tensor right) => Sum(part => part.DotFactors(left, right));

    /// <inheritdoc/>
    public override GradientBlock Project(Projection output, Projection input) =>
        new SummedGradient([.. _parts.Select(part => part.Project(output, input))]);

    /// <inheritdoc/>
    internal override GradientBlock Scaled(Tensor factors) => new SummedGradient([.. _parts.Select(part => part.Scaled(factors))]);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Dispose();
        }
    }

    /// <summary>The sum over the parts of a new tensor that each gives.</summary>
    internal Tensor Sum(Func<GradientBlock, Tensor> value)
    {
        var sum = value(_parts[0]);
        foreach (var part in _parts.Skip(1))
        {
            using var scope = NewDisposeScope();
            sum.add_(value(part));
        }

        return sum;
    }
}
