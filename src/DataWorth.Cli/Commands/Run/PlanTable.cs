using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>A plan for people.</summary>
internal static class PlanTable
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, Plan plan, RunStatus status, StageRates rates, CommandConsole console)
    {
        TextTable table = new("stage", "shards", "there", "after", "store", "memory", "time") { Optional = ["after", "memory"] };
        var (left, unknown) = (0.0, false);
        foreach (var row in status.Stages)
        {
            var seconds = rates.Seconds(row.Stage);
            var missing = row.Stage.Shards - row.Present;
            unknown |= missing > 0 && seconds is null;
            left += (seconds ?? 0) * missing / row.Stage.Shards;
            table.Add(
                row.Stage.Name,
                Number(row.Stage.Shards),
                row.IsComplete ? "all"
                    : row.Present == 0 ? ""
                    : Number(row.Present),
                string.Join(", ", row.Stage.After),
                row.Stage.Cost.StoreBytes > 0 ? ByteText.Of(row.Stage.Cost.StoreBytes) : "",
                row.Stage.Cost.MemoryBytes > 0 ? ByteText.Of(row.Stage.Cost.MemoryBytes) : "",
                seconds is { } time ? ProgressText.Duration(time) : ""
            );
        }

        left += left > 0 ? rates.Opening(plan) : 0;
        output.WriteLine($"Run {plan.RunId}, plan {plan.Digest}");
        table.Write(output, console);
        output.WriteLine(Summary(status, left, unknown));
    }

    private static string Summary(RunStatus status, double left, bool unknown)
    {
        var missing = status.Shards - status.Present;
        if (missing == 0)
        {
            return "Everything is there: a run computes nothing.";
        }

        var time = unknown
            ? "Times are known when such stages have run once in this store."
            : $"By the rates of earlier runs: {ProgressText.Duration(left)} on one worker.";
        var bytes = status.Stages.Where(row => !row.IsComplete).Sum(row => row.Stage.Cost.StoreBytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{missing:N0} of {status.Shards:N0} shards are to be computed; they leave {ByteText.Of(bytes)} in the store. Memory is beside "
                + $"what each process of the program takes, some 0.25 GB. {time}"
        );
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
