using DataWorth.Artifacts;

namespace DataWorth.Cli.Commands.Store;

/// <summary>Objects that know nothing of each other: each is whole or damaged by itself.</summary>
/// <param name="objects">The objects.</param>
internal abstract class ObjectsItem(IReadOnlyList<ArtifactObjectInfo> objects) : StoreItem
{
    /// <inheritdoc/>
    public override bool IsFinished => true;

    /// <inheritdoc/>
    public override int Objects => objects.Count;

    /// <inheritdoc/>
    public override long Bytes => objects.Sum(info => info.Length);

    /// <inheritdoc/>
    public override DateTimeOffset LastModified => objects.Max(info => info.LastModified);

    /// <summary>Removes some of the objects.</summary>
    protected abstract void Remove(IEnumerable<ArtifactObjectInfo> removed, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public override void Remove(CancellationToken cancellationToken) => Remove(objects, cancellationToken);

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
            Remove(removed, cancellationToken);
        }

        return (faults, removed);
    }
}
