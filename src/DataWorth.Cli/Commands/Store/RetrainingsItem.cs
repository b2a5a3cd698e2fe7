using DataWorth.Artifacts;
using DataWorth.Evaluation.Retraining;

namespace DataWorth.Cli.Commands.Store;

/// <summary>The retrainings of a task.</summary>
internal sealed class RetrainingsItem(StoredRetrainings retrainings, IReadOnlyList<ArtifactObjectInfo> objects) : ObjectsItem(objects)
{
    /// <inheritdoc/>
    public override ArtifactKey Key { get; } = new(StoredRetrainings.Kind, retrainings.Task);

    /// <inheritdoc/>
    public override (long Rows, IReadOnlyDictionary<string, string> Options) Describe(CancellationToken cancellationToken) =>
        (retrainings.Entries(cancellationToken).Count, retrainings.Description(cancellationToken));

    /// <inheritdoc/>
    public override int Damaged(CancellationToken cancellationToken) => retrainings.Verify(null, null, cancellationToken).Count;

    /// <inheritdoc/>
    public override IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken) =>
        retrainings.Verify(null, progress, cancellationToken);

    /// <inheritdoc/>
    public override ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken) =>
        retrainings.CopyTo(target, progress, cancellationToken);

    /// <inheritdoc/>
    protected override void Remove(IEnumerable<ArtifactObjectInfo> removed, CancellationToken cancellationToken) =>
        retrainings.Remove(removed, cancellationToken);
}
