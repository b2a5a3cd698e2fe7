namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>A command of Slurm failed.</summary>
internal sealed class SlurmException(string message, bool isPermanent) : Exception(message)
{
    /// <summary>Whether there is no cluster, as far as this machine knows. Default false.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Whether another try cannot help.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
