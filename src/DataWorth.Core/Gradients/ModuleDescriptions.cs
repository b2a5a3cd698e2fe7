using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>Finds the modules of a model that can be tracked, and describes them.</summary>
internal static class ModuleDescriptions
{
    /// <summary>All trackable modules in the order of the model, each once, also those that are registered under several names.</summary>
    public static List<TrackedModule> All(nn.Module model, bool trackBias)
    {
        var descriptions = new List<TrackedModule>();
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var (name, module) in model.named_modules().Prepend((model.GetName(), model)))
        {
            if (seen.Add(module) && Of(name, module, trackBias) is { } description)
            {
                descriptions.Add(description);
            }
        }

        return descriptions;
    }

    /// <summary>Gives biases a block of their own where modules share a weight but not the bias; elsewhere the bias stays the last
    /// column.</summary>
    public static List<TrackedModule> SeparateBiases(List<TrackedModule> modules)
    {
        var result = new List<TrackedModule>();
        var biases = new List<TrackedModule>();
        foreach (var module in modules)
        {
            if (modules.All(other => other.WeightIdentity != module.WeightIdentity || other.BiasIdentity == module.BiasIdentity))
            {
                result.Add(module);
                continue;
            }

            result.Add(Of(module.Name, module.Module, trackBias: false)!);
            if (module.Bias is not null)
            {
                biases.Add(new TrackedBias(module));
            }
        }

        return [.. result, .. biases];
    }

    private static TrackedModule? Of(string name, nn.Module module, bool trackBias) =>
        module switch
        {
            ITrackable own => own.Track(name, trackBias),
            Linear linear => new TrackedLinear(
                name,
                linear,
                linear.weight!,
                linear.weight!.shape[0],
                linear.weight.shape[1],
                trackBias ? linear.bias : null
            ),
            Conv2d convolution => new TrackedConv2d(name, convolution, trackBias),
            Embedding embedding => new TrackedEmbedding(name, embedding),
            LayerNorm norm => TrackedNormalization.Of(name, norm, trackBias),
            BatchNorm2d norm => TrackedNormalization.Of(name, norm, trackBias),
            _ => null,
        };
}
