namespace DataWorth.Cli.Stages;

/// <summary>A page.</summary>
/// <param name="Html">Its text.</param>
internal sealed record MadePage(string Html);
