namespace DataWorth.Cli.Commands.Serve;

/// <summary>The training examples behind a prediction.</summary>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Query">The row that was asked about.</param>
/// <param name="Proponents">The training examples that speak most for its prediction, strongest first.</param>
/// <param name="Opponents">Those that speak most against it, strongest first.</param>
internal sealed record RowAnswer(
    string Meaning,
    string? Unit,
    ServedRow Query,
    IReadOnlyList<RowAnswer.Example> Proponents,
    IReadOnlyList<RowAnswer.Example> Opponents
)
{
    /// <summary>A training example.</summary>
    /// <param name="Row">It.</param>
    /// <param name="Score">Its score.</param>
    /// <param name="Effect">That in the unit.</param>
    internal sealed record Example(ServedRow Row, double Score, double Effect);
}
