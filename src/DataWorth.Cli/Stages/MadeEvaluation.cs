namespace DataWorth.Cli.Stages;

/// <summary>The result of an evaluation as files.</summary>
/// <param name="Json">All of it.</param>
/// <param name="Csv">A table.</param>
/// <param name="Markdown">A table for people.</param>
/// <param name="Html">The page.</param>
internal sealed record MadeEvaluation(string Json, string Csv, string Markdown, string Html);
