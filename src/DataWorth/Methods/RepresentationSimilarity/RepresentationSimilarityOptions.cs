using DataWorth.Scoring;

namespace DataWorth.Methods.RepresentationSimilarity;

/// <summary>Options of representation similarity.</summary>
public sealed record RepresentationSimilarityOptions : AttributionOptions
{
    /// <summary>Makes the options with <see cref="ScoreRule.Cosine"/> as score rule.</summary>
    public RepresentationSimilarityOptions() => Score = ScoreRule.Cosine;

    /// <summary>Module whose input is the representation. Default null: the last tracked Linear.</summary>
    public string? Layer { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Score == ScoreRule.Relatif)
        {
            Throw.Range(nameof(Score), Score, "Dot, L2 or Cosine (l-RelatIF needs a curvature)");
        }
    }
}
