using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Tests.Host;

namespace DataWorth.Workflow.Tests.Engines;

/// <summary>A store, a plan and an engine over them.</summary>
internal sealed class EngineRig : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EngineRig(int shards = 4, int? last = null)
    {
        Directory.CreateDirectory(Trace);
        Store = ArtifactStores.Open(Path.Combine(_folder.Path, "store"));
        Plan = new Plan(
            new JsonObject { ["name"] = "numbers" },
            [
                Stage("first", shards, []),
                Stage("second", shards, ["first"]),
                Stage("third", shards, ["first", "second"]),
                Stage("sum", last ?? 1, ["third"]),
            ]
        );
        Run = RunFolder.Create(Store, Plan);
    }

    public string Trace => Path.Combine(_folder.Path, "work");

    public string Path_ => _folder.Path;

    public IArtifactStore Store { get; }

    public Plan Plan { get; }

    public RunFolder Run { get; }

    public ShardRecords Records => new(Store);

    public static IReadOnlyList<string> Program { get; } = ["dotnet", typeof(EngineRig).Assembly.Location];

    public EngineContext Context(IRunProgress? progress = null) =>
        new()
        {
            Store = Store,
            StoreAddress = Path.Combine(_folder.Path, "store"),
            Program = Program,
            CreateWork = () => new NumberWork(),
            Progress = progress,
        };

    /// <summary>What the shards were told to do on the way.</summary>
    public void Tell(string name, string text = "") => File.WriteAllText(Path.Combine(Trace, name), text);

    public void Untell(string name) => File.Delete(Path.Combine(Trace, name));

    /// <summary>The results of all shards.</summary>
    public IReadOnlyList<string> Results() =>
        [
            .. Plan
                .Stages.SelectMany(stage => Records.ReadAll(stage))
                .Select(record => $"{record.Stage} {record.Shard}: {record.Result!.ToJsonString()}"),
        ];

    /// <summary>What one thread finds that runs the shards in their order.</summary>
    public static IReadOnlyList<string> Expected(int shards, int? last = null)
    {
        using EngineRig rig = new(shards, last);
        using NumberWork work = new();
        ShardRunner runner = new(rig.Run, rig.Plan, work);
        foreach (var stage in rig.Plan.Stages)
        {
            for (var shard = 0; shard < stage.Shards; shard++)
            {
                Assert.Equal(ShardExit.Done, runner.Run(stage.Name, shard).Exit);
            }
        }

        return rig.Results();
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    // The trace's folder is no part of what is computed.
    private PlanStage Stage(string name, int shards, IReadOnlyList<string> after) =>
        new()
        {
            Name = name,
            Kind = "number",
            Shards = shards,
            After = after,
            Key = new FingerprintBuilder().Add("name", name).Add("shards", shards).ToFingerprint(),
            Settings = new JsonObject { ["folder"] = Trace },
        };
}
