using DataWorth.Gradients;
using TorchSharp.Modules;

namespace DataWorth.TestKit;

/// <summary>A module as a third party writes it, which knows nothing of attribution: y = w x / sqrt(mean x^2 + eps) over the last
/// dimension.</summary>
public sealed class RootMeanSquareNorm : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    private readonly Parameter _weight;

    public RootMeanSquareNorm(long size)
        : base(nameof(RootMeanSquareNorm))
    {
        _weight = nn.Parameter(ones(size));
        RegisterComponents();
    }

    /// <summary>What makes it trackable, in the program of its user.</summary>
    /// <param name="name">Name of the kind.</param>
    /// <param name="isDefault">Whether it belongs to the default kinds.</param>
    /// <param name="factor">A mistake in the gradient. Default 1: none.</param>
    public static ModuleKind Kind(string name = "rms-norm", bool isDefault = false, double factor = 1) =>
        new(
            name,
            "root mean square normalisation",
            isDefault,
            (path, module, _) =>
                module is RootMeanSquareNorm norm
                    ? new TrackedNormalization(path, norm, norm._weight, null, input => Normalize(input) * factor)
                    : null
        );

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (Normalize(input) * _weight).MoveToOuterDisposeScope();
    }

    private static Tensor Normalize(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (input * (input.square().mean([-1], keepdim: true) + Epsilon).rsqrt()).MoveToOuterDisposeScope();
    }
}
