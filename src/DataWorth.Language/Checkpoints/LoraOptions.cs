using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Language.Checkpoints;

/// <summary>Shape of a <see cref="LoraAdapter"/>.</summary>
public sealed record LoraOptions : IValidatedOptions
{
    /// <summary>Rank r of the change of each weight. Default 8.</summary>
    [Description("Rank of the change of each weight.")]
    [Range(1, int.MaxValue)]
    public long Rank { get; init; } = 8;

    /// <summary>The change is multiplied by α / r, or α / √r. Default 16.</summary>
    [Description("The change is multiplied by alpha / rank.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Alpha { get; init; } = 16;

    /// <summary>Whether the change is multiplied by α / √r. Default false.</summary>
    [Description("Whether the change is multiplied by alpha / the root of the rank.")]
    public bool UsesRootScale { get; init; }

    /// <summary>Probability of dropping inputs in training, within 0 to 1. Default 0.</summary>
    [Description("Probability of dropping inputs in training.")]
    [Range(0, 1.0)]
    public double Dropout { get; init; }

    /// <summary>Comma-separated last parts of the names of the modules that are adapted: "q_proj,v_proj". Default "*": every linear layer
    /// but the output layer.</summary>
    [Description("Comma-separated last parts of the names of the modules that are adapted, or *.")]
    public string Targets { get; init; } = "*";

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
