namespace DataWorth.Cli.Commands.Serve;

/// <summary>What a server says of its fit.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Kind">"texts" where it is asked in words, "rows" where one of given rows is picked.</param>
/// <param name="Method">Its method.</param>
/// <param name="Explanation">What that compares, in a sentence or two.</param>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Examples">Number of training examples.</param>
/// <param name="Queries">Number of rows to pick from.</param>
/// <param name="Positions">Tokens that prompt and answer may have together; null where there are no tokens.</param>
/// <param name="Warnings">What makes its answers doubtful, a sentence each.</param>
internal sealed record ServedFacts(
    string Name,
    string Kind,
    string Method,
    string Explanation,
    string Meaning,
    string? Unit,
    long Examples,
    int Queries,
    long? Positions,
    IReadOnlyList<string> Warnings
);
