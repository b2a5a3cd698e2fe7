namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>A command of Slurm failed.</summary>
internal sealed class SlurmException(string message, bool isPermanent) : Exception(message)
{
    /// <summary>Whether another try cannot help.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
