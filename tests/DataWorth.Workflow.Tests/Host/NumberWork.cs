using System.Globalization;
using System.Text.Json.Nodes;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Tests.Host;

/// <summary>Stages whose shards sum what the stages before left: a wrong order, a lost shard or a wrong one shows in the last number.</summary>
/// <remarks>What they are to do on the way is in files of the folder that the settings name: a line of 'trace' for each beginning and end;
/// 'poison' makes shard 1 of the second stage fail for good, 'flaky' makes it fail twice, 'slow' lasts so many milliseconds.</remarks>
internal sealed class NumberWork : IStageWork
{
    public StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken)
    {
        var folder = stage.Settings["folder"]!.GetValue<string>();
        Trace(folder, "begin", stage, shard);
        if (Read(folder, "slow") is { } milliseconds)
        {
            cancellationToken.WaitHandle.WaitOne(int.Parse(milliseconds, CultureInfo.InvariantCulture));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var isFaulty = stage.Name == "second" && shard == Math.Min(1, stage.Shards - 1);
        if (isFaulty && Read(folder, "poison") is not null)
        {
            throw new InvalidOperationException("poison was eaten");
        }

        if (isFaulty && Read(folder, "flaky") is not null && Begun(folder, stage, shard) <= 2)
        {
            throw new IOException("a bad moment");
        }

        var sum = stage
            .After.Select(plan.Get)
            .SelectMany(earlier => results.ReadAll(earlier, cancellationToken))
            .Sum(record => record.Result!["value"]!.GetValue<long>());
        Trace(folder, "end", stage, shard);
        return new([], new JsonObject { ["value"] = (sum * 31) + shard + 1 });
    }

    public bool IsPermanent(Exception exception) => exception is InvalidOperationException or ArgumentException;

    public string MessageOf(Exception exception) => exception.Message;

    public void Dispose() { }

    /// <summary>How often a shard has begun.</summary>
    public static int Begun(string folder, PlanStage stage, int shard) =>
        Lines(folder).Count(line => line.StartsWith(Line("begin", stage, shard), StringComparison.Ordinal));

    /// <summary>The lines of the trace.</summary>
    public static IReadOnlyList<string> Lines(string folder)
    {
        while (true)
        {
            try
            {
                using FileStream stream = new(Path.Combine(folder, "trace"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
                using StreamReader reader = new(stream);
                return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Thread.Sleep(1);
            }
        }
    }

    private static string Line(string what, PlanStage stage, int shard) => FormattableString.Invariant($"{what} {stage.Name} {shard} ");

    private static string? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static void Trace(string folder, string what, PlanStage stage, int shard)
    {
        var line = System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Line(what, stage, shard)}{Environment.ProcessId}\n"));
        while (true)
        {
            try
            {
                // One process at a time: appending is no single step.
                using FileStream stream = new(Path.Combine(folder, "trace"), FileMode.Append, FileAccess.Write, FileShare.None);
                stream.Write(line);
                return;
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Thread.Sleep(1);
            }
        }
    }
}
