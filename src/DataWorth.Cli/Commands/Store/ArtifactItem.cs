using DataWorth.Artifacts;

namespace DataWorth.Cli.Commands.Store;

/// <summary>An artifact.</summary>
internal sealed class ArtifactItem(IArtifactStore store, ArtifactSummary summary) : StoreItem
{
    /// <inheritdoc/>
    public override ArtifactKey Key => summary.Key;

    /// <inheritdoc/>
    public override bool IsFinished => summary.IsFinished;

    /// <inheritdoc/>
    public override int Objects => summary.Objects;

    /// <inheritdoc/>
    public override long Bytes => summary.Bytes;

    /// <inheritdoc/>
    public override DateTimeOffset LastModified => summary.LastModified;

    /// <inheritdoc/>
    public override (long Rows, IReadOnlyDictionary<string, string> Options) Describe(CancellationToken cancellationToken)
    {
        var manifest = ArtifactCatalog.ReadManifest(store, Key, cancellationToken);
        return (manifest.Rows, manifest.Options);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken) =>
        ArtifactVerifier.Verify(store, Key, progress, cancellationToken);

    /// <inheritdoc/>
    public override (IReadOnlyList<ArtifactFault> Faults, IReadOnlyList<ArtifactObjectInfo> Removed) Repair(
        bool preview,
        IProgress<long> progress,
        CancellationToken cancellationToken
    ) => ArtifactRepairer.Repair(store, Key, preview, progress, cancellationToken);

    /// <inheritdoc/>
    public override ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken) =>
        ArtifactCopier.Copy(store, target, Key, progress, cancellationToken);

    /// <inheritdoc/>
    public override void Remove(CancellationToken cancellationToken) => ArtifactCatalog.Remove(store, Key, cancellationToken);
}
