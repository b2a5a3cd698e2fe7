using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>How the predictions are attributed.</summary>
internal sealed record LograSection
{
    /// <summary>Rank of the two projections of each layer.</summary>
    [Description("Rank of the two projections of each layer: gradients are stored with at most rank x rank numbers per layer.")]
    [Range(1, 512)]
    public int Rank { get; init; } = 32;

    /// <summary>Damping relative to the mean eigenvalue.</summary>
    [Description("Damping of the inverse Fisher, relative to its mean eigenvalue in each layer.")]
    [Range(1e-12, 1e6)]
    public double Damping { get; init; } = 0.1;

    /// <summary>Examples per step while gradients are collected; the scores do not depend on it.</summary>
    [Description("Examples per step while gradients are collected; the scores do not depend on it.")]
    [Range(1, 60000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Seed of the projections.</summary>
    [Description("Seed of the projections.")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
