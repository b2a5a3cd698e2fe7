using DataWorth.Gradients;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>What a network consists of, and how much of it attribution sees.</summary>
/// <param name="Modules">The modules in the order of their definition, a block's own where the block stands: those with parameters of their own, and those without children.</param>
/// <param name="ParameterCount">Numbers in all parameters; shared ones count once.</param>
/// <param name="TrackedShare">Share of them whose gradients are taken, from 0 to 1.</param>
/// <param name="Warning">A sentence to print when it is less than a half; null otherwise.</param>
public sealed record ModelDescription(IReadOnlyList<ModuleDescription> Modules, long ParameterCount, double TrackedShare, string? Warning)
{
    /// <summary>Describes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="selection">Which modules are to be tracked; null for the default kinds.</param>
    /// <exception cref="ArgumentException">The selection names a module or a kind that does not exist.</exception>
    public static ModelDescription Of(nn.Module network, ModuleSelection? selection = null)
    {
        var tracked = TrackedModules.Select(network, selection ?? new ModuleSelection(), mayBeNone: true);
        var kinds = tracked.Modules.ToDictionary(module => module.Name, module => module.Kind);
        var trackedBy = tracked.Parameters.ToDictionary(parameter => parameter.Name, parameter => kinds[parameter.Module]);
        var reasons = tracked.LeftOut.ToDictionary(entry => entry.Name, entry => entry.Reason);

        ParameterDescription Describe(string name, Tensor parameter)
        {
            var kind = trackedBy.GetValueOrDefault(name);
            var reason = reasons.GetValueOrDefault(name) ?? (kind is null ? "shared with an earlier parameter" : null);
            return new(name, parameter.shape, parameter.dtype.ToString().ToLowerInvariant(), kind, reason);
        }

        ModuleDescription Module(string name, nn.Module module) =>
            new(
                name,
                module.GetType().Name,
                [
                    .. module
                        .named_parameters(recurse: false)
                        .Select(entry => Describe(name.Length == 0 ? entry.name : $"{name}.{entry.name}", entry.parameter)),
                ]
            );

        return new(
            [
                .. InOrder("", network)
                    .Where(entry => entry.Module.named_parameters(recurse: false).Any() || !entry.Module.named_children().Any())
                    .Select(entry => Module(entry.Name, entry.Module)),
            ],
            tracked.Total,
            tracked.Share,
            tracked.Warning
        );
    }

    // TorchSharp's named_modules() lists what is nested after everything that is not.
    private static IEnumerable<(string Name, nn.Module Module)> InOrder(string name, nn.Module module) =>
        module
            .named_children()
            .SelectMany(child => InOrder(name.Length == 0 ? child.name : $"{name}.{child.name}", child.module))
            .Prepend((name, module));
}
