namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>What a job says of itself in its comment: ids are used again after a controller was lost, this is not.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Shards">The shards, such as "0-7,9".</param>
/// <param name="Submission">Tells submissions of the same shards from each other.</param>
internal sealed record SlurmComment(string Stage, string Shards, string Submission);
