using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks;

/// <summary>A <see cref="ResNet9"/> for the channels and the classes of the data.</summary>
public sealed record ResNet9ModelOptions : ModelOptions
{
    /// <summary>Factor of all inner widths, greater than 0. Default 1.</summary>
    [Description("Factor of all inner widths.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>Factor of the logits. Default 0.2.</summary>
    [Description("Factor of the logits.")]
    public double LogitScale { get; init; } = 0.2;
}
