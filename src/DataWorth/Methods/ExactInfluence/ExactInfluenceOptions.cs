using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Gradients;

namespace DataWorth.Methods.ExactInfluence;

/// <summary>Options of exact influence. <see cref="AttributionOptions.Damping"/> is the regularisation: lambda of (H + lambda
/// I)^-1.</summary>
public sealed record ExactInfluenceOptions : AttributionOptions
{
    /// <summary>Makes the options with all parameters tracked.</summary>
    public ExactInfluenceOptions() => Modules = ModuleSelection.AllParameters;

    /// <summary>Which curvature. Default <see cref="ExactCurvature.Hessian"/>.</summary>
    [Description("Which curvature.")]
    public ExactCurvature Curvature { get; init; } = ExactCurvature.Hessian;

    /// <summary>Between which parameters entries of the curvature are kept. Default all.</summary>
    [Description("Between which parameters entries of the curvature are kept.")]
    public CurvaturePartition Partition { get; init; } = CurvaturePartition.Whole;

    /// <summary>Memory that the curvature may take while it is fitted, in bytes; at least 1. Default 4 GiB, enough for a Hessian of 13,000
    /// parameters.</summary>
    [WithoutInfluence]
    [Description("Memory that the curvature may take while it is fitted, in bytes.")]
    [Range(1, int.MaxValue)]
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions() => [new(nameof(Seed), "exact influence draws nothing")];
}
