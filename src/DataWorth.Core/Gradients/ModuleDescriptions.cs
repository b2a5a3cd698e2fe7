namespace DataWorth.Gradients;

/// <summary>Finds the modules of a model that can be tracked, and describes them.</summary>
internal static class ModuleDescriptions
{
    /// <summary>All trackable modules in the order of the model, each once, also those that are registered under several names.</summary>
    public static List<TrackedModule> All(nn.Module model, ModuleSelection selection)
    {
        var descriptions = new List<TrackedModule>();
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var (name, module) in model.named_modules().Prepend((model.GetName(), model)))
        {
            if (seen.Add(module) && Of(name, module, selection.TrackBias, selection.OwnKinds) is { } description)
            {
                descriptions.Add(description);
            }
        }

        return descriptions;
    }

    /// <summary>Gives biases a block of their own where modules share a weight but not the bias; elsewhere the bias stays the last
    /// column.</summary>
    public static List<TrackedModule> SeparateBiases(List<TrackedModule> modules, ModuleSelection selection)
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

            result.Add(Of(module.Name, module.Module, trackBias: false, selection.OwnKinds)!);
            if (module.Bias is not null)
            {
                biases.Add(new TrackedBias(module) { Kind = module.Kind });
            }
        }

        return [.. result, .. biases];
    }

    private static TrackedModule? Of(string name, nn.Module module, bool trackBias, IReadOnlyList<ModuleKind> ownKinds)
    {
        static TrackedModule? Ask(IEnumerable<ModuleKind> kinds, string name, nn.Module module, bool trackBias) =>
            kinds.Select(kind => Named(kind.Track(name, module, trackBias), kind.Name)).FirstOrDefault(tracked => tracked is not null);

        static TrackedModule? Named(TrackedModule? tracked, string kind)
        {
            tracked?.Kind = kind;
            return tracked;
        }

        return Ask(ownKinds, name, module, trackBias)
            ?? (
                module is ITrackable own ? Named(own.Track(name, trackBias), own.Kind) : Ask(ModuleKindTable.Kinds, name, module, trackBias)
            );
    }
}
