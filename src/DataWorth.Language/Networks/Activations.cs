using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Nonlinearities of feed-forward parts.</summary>
internal static class Activations
{
    /// <summary>The Gaussian error linear unit.</summary>
    public static Tensor Gelu(Tensor x, GeluKind kind)
    {
        if (kind == GeluKind.Exact)
        {
            return nn.functional.gelu(x);
        }

        using var scope = NewDisposeScope();
        var argument = (x + (0.044715 * x * x * x)) * Math.Sqrt(2 / Math.PI);
        return (0.5 * x * (argument.tanh() + 1)).MoveToOuterDisposeScope();
    }
}
