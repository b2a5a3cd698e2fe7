using System.Globalization;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using k8s;
using k8s.Models;

namespace DataWorth.Workflow.Engines.Kubernetes;

/// <summary>The Indexed Job of a stage: a pure function of a plan and of what is missing.</summary>
/// <remarks>One index is one shard. A shard that cannot succeed (exit code 65) fails its index at once; what a node takes with it is not
/// counted; everything else is tried again so often as the options say. backoffLimitPerIndex needs Kubernetes 1.29 or later.</remarks>
public static class KubernetesJob
{
    /// <summary>Label with the name of the run, on Jobs and pods.</summary>
    public const string RunLabel = "dataworth/run";

    /// <summary>Annotation with the name of the stage.</summary>
    public const string StageAnnotation = "dataworth/stage";

    private const string Container = "shard";
    private const string Volume = "work";

    // Linux takes no argument of more than 128 KiB; a list that long is not worth it: shards that are there end at once.
    private const int LongestList = 64 * 1024;

    /// <summary>Name of the Job of a stage: the run and the index of the stage.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage.</param>
    public static string NameOf(Plan plan, PlanStage stage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var index = plan.Stages.Select(other => other.Name).ToList().IndexOf(stage.Name);
        return string.Create(CultureInfo.InvariantCulture, $"{plan.RunId}-{index}");
    }

    /// <summary>The Job that computes shards of a stage.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="missing">Indices of the shards, sorted.</param>
    /// <param name="options">How.</param>
    /// <param name="context">The address of the store.</param>
    /// <exception cref="ArgumentException">A node label, a toleration or a variable is not written as the options say.</exception>
    public static V1Job Of(
        RunFolder folder,
        Plan plan,
        PlanStage stage,
        IReadOnlyList<int> missing,
        KubernetesEngineOptions options,
        EngineContext context
    )
    {
        var shards = missing.Take(options.JobSize).ToList();
        var list = shards[^1] == shards.Count - 1 ? null : ShardList.Write(shards);
        if (list is { Length: > LongestList })
        {
            (shards, list) = ([.. Enumerable.Range(0, stage.Shards)], null);
        }

        Dictionary<string, string> labels = new() { ["app.kubernetes.io/name"] = "dataworth", [RunLabel] = folder.RunId };
        return new V1Job
        {
            ApiVersion = $"{V1Job.KubeGroup}/{V1Job.KubeApiVersion}",
            Kind = V1Job.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = NameOf(plan, stage),
                NamespaceProperty = options.Namespace,
                Labels = labels,
                Annotations = new Dictionary<string, string> { [StageAnnotation] = stage.Name },
            },
            Spec = new V1JobSpec
            {
                CompletionMode = "Indexed",
                Completions = shards.Count,
                Parallelism = Math.Min(options.Parallelism, shards.Count),
                BackoffLimitPerIndex = options.Attempts - 1,
                MaxFailedIndexes = options.FailedShards,
                PodReplacementPolicy = "Failed",
                PodFailurePolicy = FailurePolicy(),
                TtlSecondsAfterFinished = options.KeepSeconds,
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta
                    {
                        // The label that lets Azure's identities in; elsewhere it does nothing.
                        Labels = new Dictionary<string, string>(labels) { ["azure.workload.identity/use"] = "true" },
                        Annotations = new Dictionary<string, string> { [StageAnnotation] = stage.Name },
                    },
                    Spec = Pod(folder, stage, list, options, context),
                },
            },
        };
    }

    /// <summary>The Jobs of all stages that are not complete, as YAML. They are to be made one after another: Kubernetes knows no order of
    /// Jobs.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="context">The address of the store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static string Render(
        RunFolder folder,
        Plan plan,
        KubernetesEngineOptions options,
        EngineContext context,
        CancellationToken cancellationToken
    )
    {
        ShardRecords records = new(folder.Store);
        return string.Join(
            "---\n",
            plan.Stages.Select(stage => (Stage: stage, Missing: records.Missing(stage, cancellationToken)))
                .Where(row => row.Missing.Count > 0)
                .Select(row => KubernetesYaml.Serialize(Of(folder, plan, row.Stage, row.Missing, options, context)).TrimEnd() + "\n")
        );
    }

    private static V1PodFailurePolicy FailurePolicy() =>
        new()
        {
            Rules =
            [
                new()
                {
                    Action = "FailIndex",
                    OnExitCodes = new()
                    {
                        ContainerName = Container,
                        OperatorProperty = "In",
                        Values = [(int)ShardExit.Permanent],
                    },
                },
                new() { Action = "Ignore", OnPodConditions = [new() { Type = "DisruptionTarget", Status = "True" }] },
            ],
        };

    private static V1PodSpec Pod(RunFolder folder, PlanStage stage, string? list, KubernetesEngineOptions options, EngineContext context)
    {
        Dictionary<string, ResourceQuantity> resources = new() { ["cpu"] = new(options.Cpu), ["memory"] = new(options.Memory) };
        if (options.Gpus > 0)
        {
            resources["nvidia.com/gpu"] = new(options.Gpus.ToString(CultureInfo.InvariantCulture));
        }

        // The index is that of JOB_COMPLETION_INDEX, which Kubernetes sets.
        List<string> arguments = [.. (context with { Program = [] }).ShardCommand(folder, stage.Name, shard: null)];
        if (list is not null)
        {
            arguments.AddRange(["--shards", list]);
        }

        return new V1PodSpec
        {
            RestartPolicy = "Never",
            ServiceAccountName = options.ServiceAccount,
            AutomountServiceAccountToken = false,
            NodeSelector = options.NodeSelector.Count == 0 ? null : options.NodeSelector.Select(Pair).ToDictionary(),
            Tolerations = options.Tolerations.Count == 0 ? null : [.. options.Tolerations.Select(Toleration)],
            SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true },
            Volumes = options.VolumeClaim is { } claim
                ?
                [
                    new V1Volume
                    {
                        Name = Volume,
                        PersistentVolumeClaim = new() { ClaimName = claim },
                    },
                ]
                : null,
            Containers =
            [
                new V1Container
                {
                    Name = Container,
                    Image = options.Image,
                    Command = options.Command.Count == 0 ? null : [.. options.Command],
                    Args = arguments,
                    Env = options.Environment.Count == 0 ? null : [.. options.Environment.Select(Variable)],
                    Resources = new V1ResourceRequirements { Requests = Only(resources, "cpu", "memory"), Limits = resources },
                    SecurityContext = new V1SecurityContext
                    {
                        AllowPrivilegeEscalation = false,
                        Capabilities = new V1Capabilities { Drop = ["ALL"] },
                    },
                    VolumeMounts = options.VolumeClaim is null ? null : [new() { Name = Volume, MountPath = options.MountPath }],
                },
            ],
        };
    }

    private static Dictionary<string, ResourceQuantity> Only(Dictionary<string, ResourceQuantity> resources, params string[] names) =>
        resources.Where(pair => names.Contains(pair.Key)).ToDictionary();

    private static V1EnvVar Variable(string text)
    {
        var (name, value) = Pair(text);
        return new V1EnvVar { Name = name, Value = value };
    }

    private static V1Toleration Toleration(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || colon == text.Length - 1)
        {
            Throw.NoToleration(text);
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? new V1Toleration
            {
                Key = text[..colon],
                OperatorProperty = "Exists",
                Effect = text[(colon + 1)..],
            }
            : new V1Toleration
            {
                Key = text[..equals],
                OperatorProperty = "Equal",
                Value = text[(equals + 1)..colon],
                Effect = text[(colon + 1)..],
            };
    }

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            Throw.NoPair(text);
        }

        return KeyValuePair.Create(text[..equals], text[(equals + 1)..]);
    }
}
