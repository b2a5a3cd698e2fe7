namespace DataWorth.Workflow.Engines.Kubernetes;

/// <summary>A cluster did not do what was asked.</summary>
internal sealed class KubernetesException(string message, bool isPermanent, Exception inner) : Exception(message, inner)
{
    /// <summary>Whether another try cannot help.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
