namespace DataWorth.Cli.Stages;

/// <summary>What the user should know of a fit and its data, a sentence each.</summary>
internal sealed record MadeWarnings(IReadOnlyList<string> Warnings);
