using DataWorth.Artifacts;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Store;

/// <summary>A run, or the records of shards.</summary>
internal sealed class WorkflowItem(WorkflowObjects stored, IReadOnlyList<ArtifactObjectInfo> objects) : StoreItem
{
    /// <inheritdoc/>
    public override ArtifactKey Key => stored.Key;

    /// <inheritdoc/>
    public override bool IsFinished => true;

    /// <inheritdoc/>
    public override int Objects => objects.Count;

    /// <inheritdoc/>
    public override long Bytes => objects.Sum(info => info.Length);

    /// <inheritdoc/>
    public override DateTimeOffset LastModified => objects.Max(info => info.LastModified);

    /// <inheritdoc/>
    public override (long Rows, IReadOnlyDictionary<string, string> Options) Describe(CancellationToken cancellationToken) =>
        (0, new Dictionary<string, string>());

    /// <inheritdoc/>
    public override IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken) =>
        stored.Verify(progress, cancellationToken);

    /// <inheritdoc/>
    public override (IReadOnlyList<ArtifactFault> Faults, IReadOnlyList<ArtifactObjectInfo> Removed) Repair(
        bool preview,
        IProgress<long> progress,
        CancellationToken cancellationToken
    )
    {
        var faults = Verify(progress, cancellationToken);
        var damaged = faults.Select(fault => fault.ObjectName).ToHashSet(StringComparer.Ordinal);
        List<ArtifactObjectInfo> removed = [.. objects.Where(info => damaged.Contains(info.Name))];
        if (!preview)
        {
            stored.Remove(removed, cancellationToken);
        }

        return (faults, removed);
    }

    /// <inheritdoc/>
    public override ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken) =>
        stored.CopyTo(target, progress, cancellationToken);

    /// <inheritdoc/>
    public override void Remove(CancellationToken cancellationToken) => stored.Remove(objects, cancellationToken);
}
