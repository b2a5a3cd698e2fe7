using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Workflow.Engines.Kubernetes;

/// <summary>Options of the Kubernetes engine. What is null is left to the cluster.</summary>
public sealed record KubernetesEngineOptions : EngineOptions
{
    /// <summary>Image whose entry point is the program.</summary>
    [Description("Image whose entry point is the program (infra/docker), such as myregistry.azurecr.io/dataworth:1.")]
    public string Image { get; init; } = "dataworth:latest";

    /// <summary>The program in the image; empty (the default) for the image's entry point.</summary>
    [Description("The program in the image; empty for the image's entry point.")]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Namespace of the Jobs; null for that of the kubeconfig.</summary>
    [Description("Namespace of the Jobs; null for that of the kubeconfig.")]
    public string? Namespace { get; init; }

    /// <summary>File that says where the cluster is; null for the usual places: KUBECONFIG, ~/.kube/config, the pod that this runs in.</summary>
    [Description("File that says where the cluster is; null for the usual places: KUBECONFIG, ~/.kube/config, the pod that this runs in.")]
    public string? KubeConfig { get; init; }

    /// <summary>Processors of a shard, as Kubernetes writes them. Default "1".</summary>
    [Description("Processors of a shard, as Kubernetes writes them: 2, 500m.")]
    public string Cpu { get; init; } = "1";

    /// <summary>Memory of a shard, as Kubernetes writes it. Default "4Gi".</summary>
    [Description("Memory of a shard, as Kubernetes writes it: 4Gi.")]
    public string Memory { get; init; } = "4Gi";

    /// <summary>GPUs of a shard. Default 0.</summary>
    [Description("GPUs of a shard (nvidia.com/gpu).")]
    [Range(0, 64)]
    public int Gpus { get; init; }

    /// <summary>Account that the pods run as, whose identity may use the store; null for the namespace's default.</summary>
    [Description("Account that the pods run as, whose workload identity may use the store; null for the namespace's default.")]
    public string? ServiceAccount { get; init; }

    /// <summary>Labels that nodes must have, each KEY=VALUE.</summary>
    [Description("Labels that nodes must have, each key=value.")]
    public IReadOnlyList<string> NodeSelector { get; init; } = [];

    /// <summary>Taints of nodes that are tolerated, each KEY=VALUE:EFFECT or KEY:EFFECT.</summary>
    [Description("Taints of nodes that are tolerated, each key=value:effect or key:effect, as kubectl writes them.")]
    public IReadOnlyList<string> Tolerations { get; init; } = [];

    /// <summary>Variables of the pods, each NAME=VALUE. They can be read by whoever may read Jobs: no secrets.</summary>
    [Description("Variables of the pods, each name=value. They can be read by whoever may read Jobs: no secrets.")]
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>A PersistentVolumeClaim with data, or with the store where that is a folder; null for none.</summary>
    [Description("A PersistentVolumeClaim with data, or with the store where that is a folder; null for none.")]
    public string? VolumeClaim { get; init; }

    /// <summary>Where the claim is mounted. Default "/work".</summary>
    [Description("Where the claim is mounted.")]
    public string MountPath { get; init; } = "/work";

    /// <summary>Shards of a stage that run at a time. Default 8.</summary>
    [Description("Shards of a stage that run at a time.")]
    [Range(1, 100_000)]
    public int Parallelism { get; init; } = 8;

    /// <summary>Tries of a shard before it fails. Default 3; what a node takes with it is not counted.</summary>
    [Description("Tries of a shard before it fails; what a node takes with it is not counted.")]
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Shards of a stage that may fail before its others are stopped; null (the default) computes the others.</summary>
    [Description("Shards of a stage that may fail before its others are stopped; null computes the others.")]
    [Range(0, 100_000)]
    public int? FailedShards { get; init; }

    /// <summary>Most shards of one Job. Default 10,000; Kubernetes allows 100,000.</summary>
    [Description("Most shards of one Job; a stage with more has several, one after another.")]
    [Range(1, 100_000)]
    public int JobSize { get; init; } = 10_000;

    /// <summary>Seconds that a Job is kept after its end. Default a day.</summary>
    [Description("Seconds that a Job is kept after its end.")]
    [Range(60, int.MaxValue)]
    public int KeepSeconds { get; init; } = 86_400;

    /// <summary>Seconds between two looks at a run that is waited for. Default 5.</summary>
    [Description("Seconds between two looks at a run that is waited for.")]
    [Range(0.05, 3600)]
    public double PollSeconds { get; init; } = 5;
}
