using System.Text;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Tests.Engines;

namespace DataWorth.Workflow.Tests.Plans;

public sealed class PlanTests
{
    [Fact]
    public void PlanThatIsRead_IsThePlanThatWasWritten()
    {
        using EngineRig rig = new();
        var read = rig.Run.ReadPlan();
        Assert.Equal(rig.Plan.Digest, read.Digest);
        Assert.Equal(rig.Plan.ToJson().ToArray(), read.ToJson().ToArray());
        Assert.Equal("dw-" + rig.Plan.Digest[..12], read.RunId);
    }

    [Fact]
    public void EqualJobs_HaveEqualPlans_WhateverTheOrderOfTheirKeys()
    {
        var one = new Plan(new JsonObject { ["a"] = 1, ["b"] = "ü\u002B" }, [Stage("x")]);
        var other = new Plan(new JsonObject { ["b"] = "ü+", ["a"] = 1 }, [Stage("x")]);
        Assert.Equal(one.Digest, other.Digest);
        Assert.NotEqual(one.Digest, new Plan(new JsonObject { ["a"] = 2 }, [Stage("x")]).Digest);
    }

    [Fact]
    public void StagesThatCannotBe_AreRefused()
    {
        Assert.Equal("Two stages are called 'x'.", Refused(Stage("x"), Stage("x")));
        Assert.Equal("Stage 'x' needs 'y', which does not come before it.", Refused(Stage("x", "y"), Stage("y")));
        Assert.Equal("Stage 'x' has 0 shards, expected at least 1.", Refused(Stage("x") with { Shards = 0 }));

        static string Refused(params PlanStage[] stages) => Assert.Throws<ArgumentException>(() => new Plan([], stages)).Message;
    }

    [Fact]
    public void DamagedPlan_IsRefused()
    {
        using EngineRig rig = new();
        var name = $"runs/{rig.Plan.Digest}/plan/plan.json";
        rig.Store.Delete(name);
        using (var writer = rig.Store.Create(name))
        {
            writer.Write(
                Encoding.UTF8.GetBytes(
                    Encoding.UTF8.GetString(rig.Plan.ToJson().Span).Replace("numbers", "letters", StringComparison.Ordinal)
                )
            );
            writer.Commit();
        }

        Assert.StartsWith(
            $"'{name}' in {rig.Store.Description} is damaged",
            Assert.Throws<ArtifactDamagedException>(() => rig.Run.ReadPlan()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Run_IsFoundByItsNameOrTheBeginningOfItsDigest()
    {
        using EngineRig rig = new();
        Assert.Equal(rig.Plan.Digest, RunFolder.Find(rig.Store, null).Digest);
        Assert.Equal(rig.Plan.Digest, RunFolder.Find(rig.Store, rig.Plan.RunId).Digest);
        Assert.Equal(rig.Plan.Digest, RunFolder.Find(rig.Store, rig.Plan.Digest[..5]).Digest);
        Assert.Equal(
            $"There is no run 'zzzz' in {rig.Store.Description}. Its newest: {rig.Plan.RunId}.",
            Assert.Throws<ArgumentException>(() => RunFolder.Find(rig.Store, "zzzz")).Message
        );
    }

    [Fact]
    public void Diagram_HasEveryStageAndEveryArrow()
    {
        using EngineRig rig = new();
        Assert.Equal(
            """
            flowchart TD
                s0["first<br/>4 shards"]:::complete
                s1["second<br/>4 shards"]
                s2["third<br/>4 shards"]
                s3["sum"]
                s0 --> s1
                s0 --> s2
                s1 --> s2
                s2 --> s3
                classDef complete fill:#c6e5cb,stroke:#2e7d32,color:#0b2e13

            """,
            PlanDiagram.Of(rig.Plan, stage => stage.Name == "first")
        );
    }

    private static PlanStage Stage(string name, params string[] after) =>
        new()
        {
            Name = name,
            Kind = "kind",
            Key = new FingerprintBuilder().Add("name", name).ToFingerprint(),
            After = after,
        };
}
