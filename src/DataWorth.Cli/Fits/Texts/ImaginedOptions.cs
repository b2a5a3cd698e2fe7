using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Texts that are only planned with.</summary>
internal sealed record ImaginedOptions : IValidatedOptions
{
    /// <summary>How many tokens they would have; null (default) for real texts.</summary>
    [Description("Tokens of texts that are only imagined, for 'dataworth plan'; null for real texts.")]
    [Range(1, 1_000_000_000_000_000)]
    public long? Tokens { get; init; }

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
