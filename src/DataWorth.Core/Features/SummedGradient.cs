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
    public override void WriteTo(Tensor destination)
    {
        _parts[0].WriteTo(destination);
        foreach (var part in _parts.Skip(1))
        {
            using var values = part.Materialize();
            destination.add_(values).Dispose();
        }
    }

    /// <inheritdoc/>
    public override Tensor Materialize()
    {
        var sum = _parts[0].Materialize();
        foreach (var part in _parts.Skip(1))
        {
            using var values = part.Materialize();
            sum.add_(values).Dispose();
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Tensor Dot(Tensor queries)
    {
        var sum = _parts[0].Dot(queries);
        foreach (var part in _parts.Skip(1))
        {
            using var values = part.Dot(queries);
            sum.add_(values).Dispose();
        }

        return sum;
    }

    /// <inheritdoc/>
    public override GradientBlock Project(Tensor? output, Tensor? input) =>
        new SummedGradient([.. _parts.Select(part => part.Project(output, input))]);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
    }
}
