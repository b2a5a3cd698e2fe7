using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Language.Generation;

/// <summary>How tokens are chosen.</summary>
public sealed record GenerationOptions : IValidatedOptions
{
    /// <summary>Largest number of new tokens. Default 128.</summary>
    [Description("Largest number of new tokens.")]
    [Range(0, int.MaxValue)]
    public int MaximumTokens { get; init; } = 128;

    /// <summary>0 (default) for the likeliest token; greater values draw from softmax(logits / temperature).</summary>
    [Description("0 for the likeliest token; greater values draw from softmax(logits / temperature).")]
    [Range(0, double.MaxValue)]
    public double Temperature { get; init; }

    /// <summary>Draws from the likeliest tokens only that together have this probability, greater than 0 to 1. Default 1.</summary>
    [Description("Draws from the likeliest tokens only that together have this probability.")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 1;

    /// <summary>Seed of the draws. Default 0.</summary>
    [Description("Seed of the draws.")]
    public long Seed { get; init; }

    /// <summary>Tokens that end the text; they are given too. Default none.</summary>
    [Description("Tokens that end the text.")]
    public IReadOnlyList<int> Ends { get; init; } = [];

    /// <summary>Whether keys and values of earlier tokens are kept (default) or computed again for every token.</summary>
    [Description("Whether keys and values of earlier tokens are kept.")]
    public bool UsesCache { get; init; } = true;

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
