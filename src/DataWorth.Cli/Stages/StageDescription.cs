using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Stages;

/// <summary>A row of the table of stages.</summary>
/// <param name="Kind">Name in plans.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Run">Computes a shard: a pure function of the stage's settings and of what the stages before left.</param>
internal sealed record StageDescription(string Kind, string Summary, Func<StageContext, StageResult> Run);
