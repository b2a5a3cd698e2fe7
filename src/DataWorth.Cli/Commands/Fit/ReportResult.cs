namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth report --json' prints.</summary>
internal sealed record ReportResult(string Name, string? Report, int Queries, int Suspects, IReadOnlyList<string> Warnings);
