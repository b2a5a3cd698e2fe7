using DataWorth.Features;
using DataWorth.Text;

namespace DataWorth.Gradients;

/// <summary>The tracked modules of a model in the order of its definition, and what was left out and why.</summary>
public sealed class TrackedModules
{
    private TrackedModules(IReadOnlyList<TrackedModule> modules, IReadOnlyList<(string Name, string Reason)> leftOut)
    {
        Modules = modules;
        LeftOut = leftOut;
        Layout = new FeatureLayout([.. Owners().SelectMany(owner => owner.Blocks)]);
    }

    /// <summary>The modules.</summary>
    public IReadOnlyList<TrackedModule> Modules { get; }

    /// <summary>Parameters that have no tracked module, with the reason, for the user to see.</summary>
    public IReadOnlyList<(string Name, string Reason)> LeftOut { get; }

    /// <summary>Layout of the full gradient: one block per weight. A weight shared by two modules has one block, named after the first.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Chooses modules of a model.</summary>
    /// <exception cref="ArgumentException">A named module does not exist, or none is left.</exception>
    public static TrackedModules Select(nn.Module model, ModuleSelection selection)
    {
        var trackable = new List<TrackedModule>();
        foreach (var (name, module) in model.named_modules())
        {
            if (Describe(name, module, selection.TrackBias) is { } tracked)
                trackable.Add(tracked);
        }

        foreach (var pattern in ModuleSelection.Patterns(selection.Include).Where(p => !p.Contains('*') && !p.Contains('?')))
        {
            if (!trackable.Any(module => module.Name == pattern))
                Throw.UnknownModule(pattern, ClosestName.Of(pattern, trackable.Select(m => m.Name)), trackable.Count);
        }

        var chosen = trackable.Where(module => selection.Wants(module.Name)).ToList();
        if (chosen.Count == 0)
            Throw.NoModules(selection.Include, selection.Exclude);
        return new TrackedModules(chosen, Rest(model, trackable, chosen, selection));
    }

    /// <summary>Index in <see cref="Layout"/> of the first block of a tracked module's weight.</summary>
    public int FirstBlock(TrackedModule module)
    {
        var index = 0;
        foreach (var owner in Owners())
        {
            if (SameWeight(owner, module))
                return index;
            index += owner.Blocks.Count;
        }

        throw new ArgumentException($"Module '{module.Name}' is not one of the tracked modules.");
    }

    private static TrackedModule? Describe(string name, nn.Module module, bool trackBias) => module switch
    {
        ITrackable own => own.Track(name, trackBias),
        TorchSharp.Modules.Linear linear => new TrackedLinear(
            name, linear, linear.weight, linear.weight.shape[0], linear.weight.shape[1], trackBias && linear.bias is not null),
        _ => null,
    };

    private static List<(string Name, string Reason)> Rest(
        nn.Module model, List<TrackedModule> trackable, List<TrackedModule> chosen, ModuleSelection selection)
    {
        var rest = new List<(string, string)>();
        foreach (var (name, parameter) in model.named_parameters())
        {
            var dot = name.LastIndexOf('.');
            var owner = dot < 0 ? "" : name[..dot];
            var isWeight = chosen.Any(module => module.Weight.Handle == parameter.Handle);
            if (isWeight || (chosen.Any(module => module.Name == owner) && selection.TrackBias && name.EndsWith(".bias", StringComparison.Ordinal)))
                continue;
            var reason = chosen.Any(module => module.Name == owner) ? "bias not tracked (TrackBias = false)"
                : trackable.Any(module => module.Name == owner) ? "left out by the module patterns"
                : "kind of module not tracked by this method";
            rest.Add((name, reason));
        }

        return rest;
    }

    private IEnumerable<TrackedModule> Owners()
    {
        for (var i = 0; i < Modules.Count; i++)
        {
            if (!Modules.Take(i).Any(earlier => SameWeight(earlier, Modules[i])))
                yield return Modules[i];
        }
    }

    private static bool SameWeight(TrackedModule left, TrackedModule right) =>
        ReferenceEquals(left.Weight, right.Weight) || left.Weight.Handle == right.Weight.Handle;
}
