namespace DataWorth.Features;

/// <summary>Gradients in factored form: G_n = sum_t g_nt a_nt^T.</summary>
/// <remarks>The full gradient is never needed to project: P_o G P_i^T = sum_t (P_o g_t)(P_i a_t)^T. Source: LogIX, arXiv:2405.13954, section 3.</remarks>
public sealed class KroneckerGradient : GradientBlock
{
    private readonly string _name;

    /// <summary>Takes ownership of the factors.</summary>
    /// <param name="name">Block name.</param>
    /// <param name="activations">a [B, T, I].</param>
    /// <param name="outputGradients">g [B, T, O]; zero at padding.</param>
    public KroneckerGradient(string name, Tensor activations, Tensor outputGradients)
    {
        _name = name;
        Activations = activations.DetachFromDisposeScope();
        OutputGradients = outputGradients.DetachFromDisposeScope();
    }

    /// <summary>Input activations a, [B, T, I].</summary>
    public Tensor Activations { get; }

    /// <summary>Output gradients g, [B, T, O].</summary>
    public Tensor OutputGradients { get; }

    /// <inheritdoc/>
    public override BlockShape Shape => new(_name, OutputGradients.shape[2], Activations.shape[2]);

    /// <inheritdoc/>
    public override GradientBlock Project(Tensor? output, Tensor? input) =>
        new KroneckerGradient(_name, Apply(input, Activations), Apply(output, OutputGradients));

    /// <inheritdoc/>
    public override ScalarType Type => OutputGradients.dtype;

    /// <inheritdoc/>
    public override Device Device => OutputGradients.device;

    /// <inheritdoc/>
    public override void WriteTo(Tensor destination)
    {
        using var scope = NewDisposeScope();
        if (Activations.shape[1] == 1)
        {
            // One position: an outer product, two streaming passes instead of B tiny matrix products.
            destination.copy_(OutputGradients.transpose(1, 2)); // [B, O, 1] broadcast over I
            destination.mul_(Activations);                      // [B, 1, I]
        }
        else
        {
            destination.copy_(bmm(OutputGradients.transpose(1, 2), Activations));
        }
    }

    /// <inheritdoc/>
    public override Tensor Materialize()
    {
        using var scope = NewDisposeScope();
        var gradientsByOutput = OutputGradients.transpose(1, 2); // [B, O, T]
        var full = Activations.shape[1] == 1 ? gradientsByOutput * Activations : bmm(gradientsByOutput, Activations);
        return full.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Activations.Dispose();
        OutputGradients.Dispose();
    }

    private static Tensor Apply(Tensor? projection, Tensor factor) =>
        projection is null ? factor.alias() : nn.functional.linear(factor, projection); // [B, T, k]
}
