namespace DataWorth.Cli.Stages;

/// <summary>Training examples whose labels may be wrong.</summary>
/// <param name="Csv">As a table of comma-separated values.</param>
internal sealed record FoundSuspects(string Csv);
