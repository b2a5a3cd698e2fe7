namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>What a score means: what it is divided by for people, the unit of the quotient, and that in a sentence.</summary>
/// <param name="Divisor">Above 0: the number of training examples N where score/N estimates what removing an example changes; else
/// 1.</param>
/// <param name="Unit">Of score/<paramref name="Divisor"/>, such as "change of the log-probability"; null where a score has no unit.</param>
/// <param name="Meaning">A sentence with the sign.</param>
public sealed record ScoreScale(double Divisor, string? Unit, string Meaning)
{
    /// <summary>Scores with a sign and an order, but no unit.</summary>
    public static ScoreScale WithoutUnit { get; } =
        new(
            1,
            null,
            "These scores have a sign and an order but no unit: a positive one speaks for the prediction, and only scores of the same query "
                + "compare."
        );

    /// <summary>Scores of influence with an average curvature: score/N estimates what removing an example changes.</summary>
    /// <param name="trainingCount">N, at least 1.</param>
    /// <param name="measured">What changes, such as "log-probability".</param>
    public static ScoreScale PerExample(long trainingCount, string measured) =>
        new(
            trainingCount,
            $"change of the {measured}",
            FormattableString.Invariant(
                $"Scores are shown divided by the number of training examples ({trainingCount:N0}): +0.01 says that "
            )
                + $"without the example, trained again, the query's {measured} would be lower by about 0.01; \u22120.01, that it would be higher "
                + "by as much. That is a straight line from where the model is now, good for an order: large values are often much too large."
        );
}
