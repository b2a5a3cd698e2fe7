using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Initial weights of whole networks from a seed.</summary>
public static class SeededInitialization
{
    /// <summary>Fills all parameters and resets the running statistics.</summary>
    /// <remarks>
    /// Linear and convolution layers: uniform within ±1/√(fan in), biases too. Normalisations: 1 and 0. Embeddings: standard normal.
    /// Modules that implement <see cref="ISeededNetwork"/> have their own rule.
    /// </remarks>
    /// <param name="module">The network.</param>
    /// <param name="seed">The seed; the same seed gives the same bits.</param>
    /// <exception cref="NotSupportedException">A module of another kind has parameters of its own.</exception>
    public static void Apply(nn.Module module, long seed) => Apply(module, "the network itself", new ParameterFiller(seed));

    private static void Apply(nn.Module module, string path, ParameterFiller filler)
    {
        switch (module)
        {
            case ISeededNetwork network:
                network.Initialize(filler);
                return;
            case Linear or Convolution:
                FillLikeLinear(module, filler);
                return;
            case BatchNorm norm:
                FillNorm(module, filler);
                norm.reset_running_stats();
                return;
            case LayerNorm or GroupNorm:
                FillNorm(module, filler);
                return;
            case Embedding embedding:
                filler.Normal("weight", embedding.get_parameter("weight")!, 1);
                return;
        }
        if (module.named_parameters(recurse: false).Any())
        {
            Throw.CannotInitialize(path, module.GetType().Name);
        }

        foreach (var (name, child) in module.named_children())
        {
            Apply(child, name, filler.Within(name));
        }
    }

    private static void FillLikeLinear(nn.Module module, ParameterFiller filler)
    {
        var shape = module.get_parameter("weight")!.shape;
        var bound = 1 / Math.Sqrt(shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            filler.Uniform(name, parameter, bound);
        }
    }

    private static void FillNorm(nn.Module module, ParameterFiller filler)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            filler.Constant(parameter, name == "weight" ? 1 : 0);
        }
    }
}
