using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Stages;

/// <summary>Options of <see cref="TwoStages"/>.</summary>
public sealed record TwoStageOptions : IValidatedOptions
{
    /// <summary>How many examples on each side of each query the first fit names; at least 1. Default 200.</summary>
    [Description("How many examples on each side the first fit names.")]
    [Range(1, int.MaxValue)]
    public int Shortlist { get; init; } = 200;

    /// <summary>Whether the second fit's scores are the sums of the shares of positions, such as tokens
    /// (<see cref="AttributionTransformer.ScorePositions"/>): the model runs over the shortlist, and nothing of what the fit has stored is
    /// rounded. Its score rule is <see cref="Scoring.ScoreRule.Dot"/>. Default false.</summary>
    [Description("Whether the second fit's scores are the sums of the shares of tokens, which nothing rounds.")]
    public bool ByPositions { get; init; }

    /// <summary>On how many training examples, drawn at random, both fits rank completely, to see what the shortlist loses; all where there are
    /// no more; 0 to leave that out. Default 500.</summary>
    [Description("On how many training examples both fits rank completely, to see what the shortlist loses; 0 for none.")]
    [Range(0, int.MaxValue)]
    public int RecallRows { get; init; } = 500;

    /// <summary>Seed of that sample. Default 0.</summary>
    [Description("Seed of that sample.")]
    public long Seed { get; init; }

    /// <inheritdoc/>
    public void Validate() => OptionRules.CheckRanges(this);
}
