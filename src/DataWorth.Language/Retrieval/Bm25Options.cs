using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Language.Retrieval;

/// <summary>Options of <see cref="Bm25Index"/>.</summary>
public sealed record Bm25Options : IValidatedOptions
{
    /// <summary>k1: how soon more of the same token stops counting; 0 counts a token once. At least 0. Default 1.5.</summary>
    [Description("How soon more of the same token stops counting; 0 counts it once.")]
    [Range(0, double.MaxValue)]
    public double Saturation { get; init; } = 1.5;

    /// <summary>b: how much a passage's length is held against it, from 0 (not at all) to 1. Default 0.75.</summary>
    [Description("How much a passage's length is held against it, from 0 to 1.")]
    [Range(0, 1.0)]
    public double LengthWeight { get; init; } = 0.75;

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
