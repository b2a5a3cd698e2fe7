using DataWorth.Artifacts;
using DataWorth.Evaluation.Retraining;

namespace DataWorth.Cli.Commands.Store;

/// <summary>The retrainings of a task.</summary>
internal sealed class RetrainingsItem(StoredRetrainings retrainings, IReadOnlyList<ArtifactObjectInfo> objects) : StoreItem
{
    /// <inheritdoc/>
    public override ArtifactKey Key { get; } = new(StoredRetrainings.Kind, retrainings.Task);

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
        (retrainings.Entries(cancellationToken).Count, retrainings.Description(cancellationToken));

    /// <inheritdoc/>
    public override IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken) =>
        retrainings.Verify(null, progress, cancellationToken);

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
            retrainings.Remove(removed, cancellationToken);
        }

        return (faults, removed);
    }

    /// <inheritdoc/>
    public override ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken) =>
        retrainings.CopyTo(target, progress, cancellationToken);

    /// <inheritdoc/>
    public override void Remove(CancellationToken cancellationToken) => retrainings.Remove(objects, cancellationToken);
}
