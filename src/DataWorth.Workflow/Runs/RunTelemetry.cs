using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Runs;

/// <summary>Spans and metrics of runs, for whoever listens; a program exports them.</summary>
/// <remarks>Spans <c>run</c> and <c>shard</c>, tagged <c>dataworth.run</c>, <c>dataworth.stage</c>, <c>dataworth.shard</c>,
/// <c>dataworth.attempt</c>, <c>dataworth.exit</c>. Metrics <c>dataworth.shards</c> (counter, by exit), <c>dataworth.shard.duration</c>
/// (histogram, seconds) and <c>dataworth.shard.peak_memory</c> (gauge, bytes), each by stage. The trace of a run has the first 32 digits of its plan's digest
/// as its id: shards on other machines, which nobody told of a span, are in the same trace.</remarks>
public static class RunTelemetry
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string SourceName = "DataWorth.Workflow";

    private const string Run = "dataworth.run";
    private const string Stage = "dataworth.stage";
    private const string Exit = "dataworth.exit";

    private static readonly ActivitySource s_source = new(SourceName);
    private static readonly Meter s_meter = new(SourceName);
    private static readonly Counter<long> s_shards = s_meter.CreateCounter<long>("dataworth.shards", "{shard}", "Shards that ended.");
    private static readonly Histogram<double> s_seconds = s_meter.CreateHistogram<double>(
        "dataworth.shard.duration",
        "s",
        "How long a shard took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600] }
    );
    private static readonly Gauge<long> s_memory = s_meter.CreateGauge<long>(
        "dataworth.shard.peak_memory",
        "By",
        "Most memory that the process of the last shard has had."
    );

    /// <summary>Begins the span of a run; null when nobody listens.</summary>
    /// <param name="plan">The plan.</param>
    public static Activity? StartRun(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return s_source.StartActivity("run", ActivityKind.Internal, ParentOf(plan.Digest), [new(Run, plan.RunId)]);
    }

    internal static Activity? StartShard(string digest, ShardScope scope, ActivityContext parent) =>
        s_source.StartActivity(
            "shard",
            ActivityKind.Internal,
            parent != default ? parent
                : Activity.Current is null ? ParentOf(digest)
                : default,
            [new(Run, scope.Run), new(Stage, scope.Stage), new("dataworth.shard", scope.Shard), new("dataworth.attempt", scope.Attempt)]
        );

    internal static void EndShard(Activity? span, ShardScope scope, ShardOutcome outcome, TimeSpan elapsed, long peakBytes)
    {
        var exit = outcome.WasThere ? "present" : outcome.Exit.ToString().ToLowerInvariant();
        TagList tags = [new(Stage, scope.Stage), new(Exit, exit)];
        s_shards.Add(1, tags);
        if (!outcome.WasThere)
        {
            s_seconds.Record(elapsed.TotalSeconds, tags);
            s_memory.Record(peakBytes, new KeyValuePair<string, object?>(Stage, scope.Stage));
        }

        span?.SetTag(Exit, exit);
        span?.SetStatus(outcome.Exit == ShardExit.Done ? ActivityStatusCode.Ok : ActivityStatusCode.Error, outcome.Message);
    }

    private static ActivityContext ParentOf(string digest) =>
        new(
            ActivityTraceId.CreateFromString(digest.AsSpan(0, 32)),
            ActivitySpanId.CreateFromString(digest.AsSpan(32, 16)),
            ActivityTraceFlags.Recorded,
            isRemote: true
        );
}
