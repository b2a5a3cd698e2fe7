using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Workflow.Engines;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Options of the durable engine. Runs and workers of one hub find each other.</summary>
public sealed record DurableEngineOptions : EngineOptions
{
    /// <summary>Name of the hub: 3 to 45 letters and digits, the first a letter. All its queues, tables and containers begin with it. Workers of
    /// other versions of the program need a hub of their own. Default "dataworth".</summary>
    [Description("Name of the hub that runs and workers share: 3 to 45 letters and digits, the first a letter.")]
    public string Hub { get; init; } = "dataworth";

    /// <summary>Storage account, reached by the signed-in identity. Default null: AZURE_STORAGE_CONNECTION_STRING.</summary>
    [Description("Storage account, reached by the signed-in identity; null for what AZURE_STORAGE_CONNECTION_STRING says.")]
    public string? Account { get; init; }

    /// <summary>Partitions of the hub: how many workers can carry orchestrations. Fixed when the hub is made. Default 1.</summary>
    [Description("Partitions of the hub: how many workers can carry orchestrations. Fixed when the hub is made.")]
    [Range(1, 16)]
    public int Partitions { get; init; } = 1;

    /// <summary>Shards of a stage that are queued at a time. Default 64.</summary>
    [Description("Shards of a stage that are queued at a time.")]
    [Range(1, 1000)]
    public int Lanes { get; init; } = 64;

    /// <summary>Tries of a shard before the run fails. Default 3.</summary>
    [Description("Tries of a shard before the run fails.")]
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Seconds after which the shard of a worker that does not answer is given to another one. Default 180; at least 10, as the first
    /// renewal comes after 5.</summary>
    [Description("Seconds after which the shard of a worker that does not answer is given to another one.")]
    [Range(10, 86_400)]
    public double VisibilitySeconds { get; init; } = 180;

    /// <summary>Seconds between two looks at an idle queue, at most. Default 5.</summary>
    [Description("Seconds between two looks at an idle queue, at most: how long an idle hub takes to begin.")]
    [Range(0.1, 300)]
    public double PollSeconds { get; init; } = 5;

    /// <inheritdoc/>
    public override (string Key, string Message)? Check() =>
        Hub.Length is >= 3 and <= 45 && char.IsAsciiLetter(Hub[0]) && Hub.All(char.IsAsciiLetterOrDigit)
            ? null
            : ("hub", $"'hub' is '{Hub}', expected 3 to 45 letters and digits, the first a letter.");
}
