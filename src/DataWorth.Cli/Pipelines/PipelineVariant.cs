namespace DataWorth.Cli.Pipelines;

/// <summary>One combination of a pipeline's matrix.</summary>
/// <param name="Suffix">What tells it from the others, such as "rank=16"; "" where there is one alone.</param>
/// <param name="Definition">The definition.</param>
internal sealed record PipelineVariant(string Suffix, PipelineDefinition Definition);
