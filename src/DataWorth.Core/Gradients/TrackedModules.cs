using System.Globalization;
using DataWorth.Features;
using DataWorth.Text;

namespace DataWorth.Gradients;

/// <summary>The tracked modules of a model in the order of its definition, and what was left out and why.</summary>
public sealed class TrackedModules
{
    private readonly Dictionary<TrackedModule, int> _firstBlocks = new(ReferenceEqualityComparer.Instance);

    private TrackedModules(nn.Module model, IReadOnlyList<TrackedModule> modules, IReadOnlyList<(string Name, string Reason)> leftOut)
    {
        var parameters = DistinctParameters.Of(model);
        Modules = modules;
        LeftOut = leftOut;
        var owners = new List<TrackedModule>();
        var blocks = new List<BlockShape>();
        foreach (var module in modules)
        {
            var owner = owners.Find(earlier => earlier.WeightIdentity == module.WeightIdentity);
            _firstBlocks.Add(module, owner is null ? blocks.Count : _firstBlocks[owner]);
            if (owner is not null)
            {
                continue;
            }

            owners.Add(module);
            blocks.AddRange(module.Blocks);
        }

        Layout = new FeatureLayout(blocks);
        Parameters = [.. parameters.Select(entry => Locate(entry.Name, entry.Parameter, owners)).OfType<TrackedParameter>()];
        Total = parameters.Sum(entry => entry.Parameter.NumberOfElements);
    }

    /// <summary>The modules.</summary>
    public IReadOnlyList<TrackedModule> Modules { get; }

    /// <summary>The parameters whose gradients are taken, in the model's order; a shared one once.</summary>
    public IReadOnlyList<TrackedParameter> Parameters { get; }

    /// <summary>Parameters that have no tracked module, with the reason, for the user to see.</summary>
    public IReadOnlyList<(string Name, string Reason)> LeftOut { get; }

    /// <summary>Numbers in all parameters of the model; shared ones count once.</summary>
    public long Total { get; }

    /// <summary>Share of <see cref="Total"/> whose gradients are taken, from 0 to 1.</summary>
    public double Share => Total == 0 ? 0 : (double)Parameters.Sum(parameter => parameter.Size) / Total;

    /// <summary>A sentence for the user when less than half of the model is tracked: the share, and what is left out by reason; null
    /// otherwise.</summary>
    public string? Warning =>
        Share >= 0.5
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Only {100 * Share:0.#} % of the model's {Total:n0} parameters are tracked. Not tracked: "
                    + $"{string.Join("; ", LeftOut.GroupBy(entry => entry.Reason, entry => entry.Name).Select(Listed))}."
            );

    /// <summary>Layout of the full gradient: one block per weight (and group). A weight shared by two modules has one block, named after
    /// the first;
    /// their biases, when they are not shared, have blocks 'NAME.bias' at the end.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>Chooses modules of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="mayBeNone">Whether no module at all is an answer too. Default false.</param>
    /// <exception cref="ArgumentException">A pattern matches no module, or only some of other kinds, or none is left.</exception>
    public static TrackedModules Select(nn.Module model, ModuleSelection selection, bool mayBeNone = false)
    {
        var trackable = ModuleDescriptions.All(model, selection);
        var kinds = selection.KindNames();
        foreach (var pattern in ModuleSelection.Patterns(selection.Include))
        {
            var matched = Matched(trackable, "modules.include", pattern);
            if (pattern != ModuleSelection.Everything && matched.Count > 0 && !matched.Exists(module => kinds.Contains(module.Kind)))
            {
                CoreThrow.UnwantedKind(pattern, matched[0].Kind, selection.Kinds);
            }
        }

        foreach (var pattern in ModuleSelection.Patterns(selection.Exclude))
        {
            _ = Matched(trackable, "modules.exclude", pattern);
        }

        var chosen = trackable.Where(module => kinds.Contains(module.Kind) && selection.Wants(module.Name)).ToList();
        if (chosen.Count == 0 && !mayBeNone)
        {
            CoreThrow.NoModules(selection.Include, selection.Exclude);
        }

        return new TrackedModules(
            model,
            ModuleDescriptions.SeparateBiases(chosen, selection),
            Rest(model, trackable, chosen, kinds, selection.Kinds)
        );
    }

    /// <summary>Index in <see cref="Layout"/> of the first block of a tracked module's weight.</summary>
    /// <exception cref="ArgumentException">The module is not one of these.</exception>
    public int FirstBlock(TrackedModule module) =>
        _firstBlocks.TryGetValue(module, out var index)
            ? index
            : throw new ArgumentException($"Module '{module.Name}' is not one of the tracked modules.");

    // A model without any module that can be tracked has its own error, or is an answer.
    private static List<TrackedModule> Matched(List<TrackedModule> trackable, string option, string pattern)
    {
        var matched = trackable.FindAll(module => ModuleSelection.Matches(pattern, module.Name));
        if (matched.Count == 0 && pattern != ModuleSelection.Everything)
        {
            var names = trackable.Select(module => module.Name).ToList();
            CoreThrow.UnknownModule(option, pattern, ClosestName.Of(pattern, names), names);
        }

        return matched;
    }

    private static string Listed(IGrouping<string, string> names)
    {
        const int Most = 6;
        var more = names.Count() - Most;
        return $"{string.Join(", ", names.Take(Most))}{(more > 0 ? $" and {more} more" : "")} ({names.Key})";
    }

    private static TrackedParameter? Locate(string name, Tensor parameter, List<TrackedModule> owners)
    {
        var identity = ParameterIdentity.Of(parameter);
        foreach (var owner in owners)
        {
            var outputs = owner.Blocks.Sum(block => block.Outputs);
            if (owner.WeightIdentity == identity)
            {
                return new TrackedParameter(
                    name,
                    owner.Name,
                    outputs,
                    owner.Blocks[0].Inputs - (owner.Bias is null ? 0 : 1),
                    IsTransposed: owner.IsWeightTransposed
                );
            }

            if (owner.BiasIdentity == identity)
            {
                return new TrackedParameter(name, owner.Name, outputs, 1, IsBias: true);
            }
        }

        return null;
    }

    private static List<(string Name, string Reason)> Rest(
        nn.Module model,
        List<TrackedModule> trackable,
        List<TrackedModule> chosen,
        IReadOnlySet<string> kinds,
        string kindNames
    )
    {
        var modules = model.named_modules().DistinctBy(entry => entry.name).ToDictionary(entry => entry.name, entry => entry.module);
        var rest = new List<(string, string)>();
        foreach (var (name, parameter) in DistinctParameters.Of(model))
        {
            var identity = ParameterIdentity.Of(parameter);
            bool Uses(TrackedModule module) => module.WeightIdentity == identity || module.BiasIdentity == identity;
            if (chosen.Any(Uses))
            {
                if (trackable.Find(module => Uses(module) && !chosen.Contains(module)) is { } other)
                {
                    rest.Add((name, $"only in part: its use by '{other.Name}' is left out"));
                }

                continue;
            }

            var dot = name.LastIndexOf('.');
            var owner = dot < 0 ? model.GetName() : name[..dot];
            var left = trackable.Find(module => module.Name == owner);
            rest.Add(
                (
                    name,
                    left is null ? $"{modules.GetValueOrDefault(owner, model).GetType().Name} cannot be tracked"
                    : chosen.Contains(left) ? "bias not tracked (modules.track-bias = false)"
                    : kinds.Contains(left.Kind) ? "left out by the module patterns"
                    : $"kind {left.Kind} not tracked (modules.kinds = {kindNames})"
                )
            );
        }

        return rest;
    }
}
