using DataWorth.Projections;

namespace DataWorth.Features;

/// <summary>Gradients that have no factored form (normalisation parameters, representations, rows read from a store), [B, O, I].</summary>
public sealed class DenseGradient : GradientBlock
{
    private readonly string _name;
    private readonly Tensor _values;

    /// <summary>Takes ownership of <paramref name="values"/> [B, O, I].</summary>
    public DenseGradient(string name, Tensor values)
    {
        _name = name;
        _values = values.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override BlockShape Shape => new(_name, _values.shape[1], _values.shape[2]);

    /// <inheritdoc/>
    public override long Count => _values.shape[0];

    /// <inheritdoc/>
    public override ScalarType Type => _values.dtype;

    /// <inheritdoc/>
    public override Device Device => _values.device;

    /// <inheritdoc/>
    public override void WriteTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        destination.copy_(_values);
    }

    /// <inheritdoc/>
    public override void AddTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        destination.add_(_values);
    }

    /// <inheritdoc/>
    public override Tensor Materialize() => _values.clone();

    /// <inheritdoc/>
    public override Tensor OutputRows(long first, long count)
    {
        using var rows = _values.narrow(1, first, count);
        return rows.clone();
    }

    /// <inheritdoc/>
    public override Tensor Flatten() => _values.flatten(1);

    /// <inheritdoc/>
    public override Tensor Dot(Tensor queries)
    {
        using var scope = NewDisposeScope();
        return mm(_values.flatten(1), queries.reshape(queries.shape[0], -1).t()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override GradientBlock Project(Projection output, Projection input)
    {
        using var scope = NewDisposeScope();
        var values = output.IsIdentity ? _values : output.Apply(_values.transpose(1, 2)).transpose(1, 2); // [B, k_o, I]
        return new DenseGradient(_name, input.Apply(values)); // [B, k_o, k_i]
    }

    /// <inheritdoc/>
    public override void Dispose() => _values.Dispose();
}
