using System.ComponentModel;
using DataWorth.Scoring;

namespace DataWorth.Methods.RepresentationSimilarity;

/// <summary>Options of representation similarity.</summary>
public sealed record RepresentationSimilarityOptions : AttributionOptions
{
    /// <summary>Makes the options with <see cref="ScoreRule.Cosine"/> as score rule.</summary>
    public RepresentationSimilarityOptions() => Score = ScoreRule.Cosine;

    /// <summary>Module whose input is the representation. Default null: the last tracked Linear.</summary>
    [Description("Module whose input is the representation; null for the last tracked linear one.")]
    public string? Layer { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions() =>
        [
            new(nameof(Damping), "representation similarity has no curvature"),
            new(nameof(Modules), "representation similarity takes no gradients, it compares the input of 'layer'"),
            new(nameof(ClipTokens), "representation similarity takes no gradients"),
            new(nameof(Seed), "representation similarity draws nothing"),
        ];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Score == ScoreRule.Relatif)
        {
            Throw.Range(nameof(Score), Score, "Dot, L2 or Cosine (l-RelatIF needs a curvature)");
        }

        if (Layer is { } layer && (string.IsNullOrWhiteSpace(layer) || layer.AsSpan().ContainsAny(',', '*', '?')))
        {
            Throw.Range(nameof(Layer), $"'{layer}'", "the name of one module, or null");
        }
    }
}
