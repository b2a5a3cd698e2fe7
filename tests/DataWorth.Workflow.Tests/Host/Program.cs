using DataWorth.Artifacts;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Tests.Host;

/// <summary>The program that engines run in tests: the contract of 'dataworth shard' over sums of numbers.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        string? Value(string name) => Array.IndexOf(arguments, name) is >= 0 and var i ? arguments[i + 1] : null;
        using var store = ArtifactStores.Open(Value("--store")!);
        RunFolder folder = new(store, Value("--plan")!);
        var plan = folder.ReadPlan(stop.Token);
        using NumberWork work = new();
        ShardRunner runner = new(folder, plan, work);
        if (arguments.Contains("--serve"))
        {
            ShardLines.Serve(runner, Console.In, Console.Out, stop.Token);
            return 0;
        }

        var index = int.Parse(
            Value("--shard") ?? Environment.GetEnvironmentVariable("JOB_COMPLETION_INDEX")!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        index = Value("--shards") is { } list ? ShardList.At(list, index) : index;
        return (int)runner.Run(Value("--stage")!, index, stop.Token).Exit;
    }
}
