using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>In training mode sets elements to zero with probability p and scales the rest by 1 / (1 − p); nothing in evaluation mode.</summary>
public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
{
    internal Dropout(double p, bool inplace) : base(nameof(Dropout))
    {
        this.p = p;
        this.inplace = inplace;
    }

    /// <summary>Probability of zero, within 0 to 1. Default 0.5.</summary>
    public double p { get; set; }

    /// <summary>True to overwrite the input. Default false.</summary>
    public bool inplace { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.dropout(input, p, training, inplace);
}
