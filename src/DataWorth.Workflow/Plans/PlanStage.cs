using System.Text.Json.Nodes;

namespace DataWorth.Workflow.Plans;

/// <summary>A stage of a plan: one computation, cut into shards that know nothing of each other.</summary>
public sealed record PlanStage
{
    /// <summary>Name, unique in the plan, such as <c>logra/collect</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is computed: a row of the table of stages.</summary>
    public required string Kind { get; init; }

    /// <summary>Which of several rounds of the same computation, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Number of shards, at least 1.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Names of the stages that must be complete before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Fingerprint of all that the results depend on: kind, options, number of shards and the keys of the stages before. Stages of
    /// one key have the same results, in whatever plan.</summary>
    public required string Key { get; init; }

    /// <summary>What its shards are told.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>What it takes, predicted.</summary>
    public StageCost Cost { get; init; } = new();

    /// <summary>A shard as people read it: <c>logra/collect 3/8</c>, from 0.</summary>
    /// <param name="shard">Index from 0.</param>
    public string Describe(int shard) => Shards == 1 ? Name : FormattableString.Invariant($"{Name} {shard}/{Shards}");
}
