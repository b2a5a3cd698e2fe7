using DataWorth.Artifacts;
using DataWorth.Workflow.Azure.Durable;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Azure.Tests.Host;

/// <summary>A worker of a hub, as 'dataworth worker' is one, over sums of numbers: HUB, STORE.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        );
        using var store = ArtifactStores.Open(arguments[1]);
        EngineContext context = new()
        {
            Store = store,
            StoreAddress = arguments[1],
            Program = [],
            CreateWork = () => new NumberWork(),
            Variable = Environment.GetEnvironmentVariable,
        };
        DurableWorker.RunAsync(DurableEngineTests.Options(arguments[0]), context, stop.Token).GetAwaiter().GetResult();
        return 0;
    }
}
