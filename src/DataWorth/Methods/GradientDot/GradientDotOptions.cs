using System.ComponentModel;
using DataWorth.Gradients;

namespace DataWorth.Methods.GradientDot;

/// <summary>Options of the gradient dot product; with <see cref="AttributionOptions.Checkpoints"/> weighted by learning rates it is
/// TracIn.</summary>
public sealed record GradientDotOptions : AttributionOptions
{
    /// <summary>Makes the options with all parameters tracked: every kind of module, with biases.</summary>
    public GradientDotOptions() => Modules = ModuleSelection.AllParameters;

    /// <summary>Whether full gradients are stored (4 bytes per parameter and example! O + I numbers instead of O I for a module that sees
    /// one position per example) instead of being computed at each scoring. Default false.</summary>
    [WithoutInfluence]
    [Description("Whether full gradients are stored instead of being computed at each scoring.")]
    public bool StoreGradients { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions() =>
        [new(nameof(Damping), "the gradient dot product has no curvature"), new(nameof(Seed), "the gradient dot product draws nothing")];
}
