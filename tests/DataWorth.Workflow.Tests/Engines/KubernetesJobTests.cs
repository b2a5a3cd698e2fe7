using DataWorth.Workflow.Engines.Kubernetes;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Tests.Host;
using k8s;
using k8s.Models;

namespace DataWorth.Workflow.Tests.Engines;

public sealed class KubernetesJobTests
{
    private static readonly KubernetesEngineOptions s_all = new()
    {
        Image = "lab.azurecr.io/dataworth:1",
        Command = ["/opt/dataworth/dataworth"],
        Namespace = "lab",
        Cpu = "4",
        Memory = "32Gi",
        Gpus = 1,
        ServiceAccount = "dataworth",
        NodeSelector = ["sku=gpu"],
        Tolerations = ["sku=gpu:NoSchedule", "kubernetes.azure.com/scalesetpriority:NoSchedule"],
        Environment = ["OMP_NUM_THREADS=4", "SWITCH=true"],
        VolumeClaim = "data",
        MountPath = "/mnt/data",
        Parallelism = 64,
        Attempts = 4,
        FailedShards = 2,
        KeepSeconds = 3600,
    };

    /// <summary>Every option shows, and nothing else does: the file was read by a person. Write it anew with DATAWORTH_UPDATE=1.</summary>
    [Fact]
    public void Jobs_AreThoseOfTheFile()
    {
        using EngineRig rig = new();
        var context = rig.Context() with { StoreAddress = "az://account/container/runs" };
        var text =
            Yaml(KubernetesJob.Of(rig.Run, rig.Plan, rig.Plan.Stages[0], [0, 2], s_all, context))
            + "---\n"
            + Yaml(KubernetesJob.Of(rig.Run, rig.Plan, rig.Plan.Stages[1], [0, 1, 2, 3], new(), context));

        // The plan names a temporary folder, and so has another digest each time.
        text = text.Replace(rig.Plan.Digest, "DIGEST", StringComparison.Ordinal)
            .Replace(rig.Plan.RunId, "dw-run", StringComparison.Ordinal);
        var path = RepositoryFiles.PathOf("tests", "DataWorth.Workflow.Tests", "Engines", "jobs.yaml");
        if (Environment.GetEnvironmentVariable("DATAWORTH_UPDATE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Fact]
    public void Jobs_AreReadBackAsTheyWere()
    {
        using EngineRig rig = new();
        foreach (var options in new[] { s_all, new() })
        {
            var job = KubernetesJob.Of(rig.Run, rig.Plan, rig.Plan.Stages[0], [0, 2, 3], options, rig.Context());
            var yaml = Yaml(job);
            Assert.Equal(KubernetesJson.Serialize(job), KubernetesJson.Serialize(KubernetesYaml.Deserialize<V1Job>(yaml, strict: true)));
            Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() =>
                KubernetesYaml.Deserialize<V1Job>(yaml.Replace("completionMode", "completionMood", StringComparison.Ordinal), strict: true)
            );
        }
    }

    [Fact]
    public void RenderedJobs_AreThoseOfTheStagesThatAreNotComplete()
    {
        using EngineRig rig = new();
        ShardRunner runner = new(rig.Run, rig.Plan, new NumberWork());
        for (var shard = 0; shard < 4; shard++)
        {
            runner.Run("first", shard);
        }

        var text = KubernetesEngine.Description.Render!(s_all, rig.Context(), rig.Run, rig.Plan, default);
        var jobs = KubernetesYaml.LoadAllFromString(text, strict: true).Cast<V1Job>().ToList();
        Assert.Equal(["second", "third", "sum"], jobs.Select(job => job.GetAnnotation(KubernetesJob.StageAnnotation)));
        Assert.Equal([4, 4, 1], jobs.Select(job => job.Spec.Completions!.Value));
    }

    [Fact]
    public void ListThatIsTooLongForAnArgument_IsNotGiven()
    {
        using EngineRig rig = new(shards: 60_000);
        int[] odd = [.. Enumerable.Range(0, 30_000).Select(i => (2 * i) + 1)];
        var job = KubernetesJob.Of(rig.Run, rig.Plan, rig.Plan.Stages[0], odd, new() { JobSize = 100_000 }, rig.Context());
        Assert.Equal(60_000, job.Spec.Completions);
        Assert.DoesNotContain("--shards", job.Spec.Template.Spec.Containers[0].Args);
    }

    [Theory]
    [InlineData("gpu", "'gpu' of the engine's 'tolerations' is none, expected key=value:effect or key:effect.")]
    [InlineData("gpu:", "'gpu:' of the engine's 'tolerations' is none, expected key=value:effect or key:effect.")]
    public void TolerationThatIsNone_IsRefused(string text, string message) => Refused(new() { Tolerations = [text] }, message);

    [Fact]
    public void LabelOrVariableThatIsNoPair_IsRefused()
    {
        Refused(new() { NodeSelector = ["gpu"] }, "'gpu' of the engine's options is no pair, expected key=value.");
        Refused(new() { Environment = ["=1"] }, "'=1' of the engine's options is no pair, expected key=value.");
    }

    [Theory]
    [InlineData("0-3,7,9-10")]
    [InlineData("5")]
    public void List_HasTheShardsThatItWasWrittenFrom(string text)
    {
        List<int> shards = [];
        for (var place = 0; ; place++)
        {
            try
            {
                shards.Add(ShardList.At(text, place));
            }
            catch (ArgumentException exception)
            {
                Assert.Equal($"'{text}' has no shard at place {place}, counted from 0.", exception.Message);
                break;
            }
        }

        Assert.Equal(text, ShardList.Write(shards));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    public void TextThatIsNoList_IsRefused(string text) =>
        Assert.Equal(
            $"'{text}' is no list of shards, expected indices and ranges such as 0-3,7.",
            Assert.Throws<ArgumentException>(() => ShardList.At(text, 0)).Message
        );

    private static string Yaml(V1Job job) => KubernetesYaml.Serialize(job).TrimEnd() + "\n";

    private static void Refused(KubernetesEngineOptions options, string message)
    {
        using EngineRig rig = new();
        var exception = Assert.Throws<ArgumentException>(() =>
            KubernetesJob.Of(rig.Run, rig.Plan, rig.Plan.Stages[0], [0], options, rig.Context())
        );
        Assert.Equal(message, exception.Message);
    }
}
