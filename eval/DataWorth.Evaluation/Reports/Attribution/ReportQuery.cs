using DataWorth.Models.Data.Sources;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A query, its prediction, and the training examples behind it.</summary>
public sealed record ReportQuery
{
    private const double Certain = 0.999;
    private const double Small = 0.1; // a tenth of the probability

    /// <summary>Its identity.</summary>
    public required string Id { get; init; }

    /// <summary>What a person sees of it. Default nothing but the id.</summary>
    public ExampleContent Content { get; init; } = ExampleContent.None;

    /// <summary>The class that the model predicts; null where there are no classes.</summary>
    public string? Predicted { get; init; }

    /// <summary>The probability of that class, from 0 to 1; null if unknown.</summary>
    public double? Probability { get; init; }

    /// <summary>The real class; null if unknown.</summary>
    public string? TrueLabel { get; init; }

    /// <summary>The numbers of it that are far from all that the model was trained on. Default none.</summary>
    public IReadOnlyList<OutsideValue> Outside { get; init; } = [];

    /// <summary>The training examples with the highest scores, strongest first.</summary>
    public required IReadOnlyList<ReportNeighbour> Proponents { get; init; }

    /// <summary>The training examples with the lowest scores, strongest first.</summary>
    public required IReadOnlyList<ReportNeighbour> Opponents { get; init; }

    /// <summary>What is to be known before its scores are read; null for nothing.</summary>
    /// <param name="scale">What scores mean; without a unit they promise nothing.</param>
    public QueryCaution? Caution(ScoreScale scale)
    {
        if (Probability >= Certain)
        {
            var isSmall = Proponents.Concat(Opponents).All(neighbour => Math.Abs(neighbour.Score / scale.Divisor) < Small);
            return scale.Unit is null || isSmall ? QueryCaution.Certain : QueryCaution.Overstated;
        }

        return
            scale.Unit is not null
            && Probability is { } probability
            && Opponents.Any(neighbour => -neighbour.Score / scale.Divisor > -Math.Log(probability))
            ? QueryCaution.BeyondPossible
            : null;
    }

    /// <summary>Whether the prediction is known to be wrong.</summary>
    public bool IsWrong => TrueLabel is not null && Predicted is not null && TrueLabel != Predicted;

    /// <summary>Whether the prediction is known to be right.</summary>
    public bool IsCorrect => TrueLabel is not null && TrueLabel == Predicted;
}
