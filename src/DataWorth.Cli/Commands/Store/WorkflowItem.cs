using DataWorth.Artifacts;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Store;

/// <summary>A run, or the records of shards.</summary>
internal sealed class WorkflowItem(WorkflowObjects stored, IReadOnlyList<ArtifactObjectInfo> objects) : ObjectsItem(objects)
{
    /// <inheritdoc/>
    public override ArtifactKey Key => stored.Key;

    /// <inheritdoc/>
    public override (long Rows, IReadOnlyDictionary<string, string> Options) Describe(CancellationToken cancellationToken) =>
        (0, new Dictionary<string, string>());

    /// <inheritdoc/>
    public override IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken) =>
        stored.Verify(progress, cancellationToken);

    /// <inheritdoc/>
    public override ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken) =>
        stored.CopyTo(target, progress, cancellationToken);

    /// <inheritdoc/>
    protected override void Remove(IEnumerable<ArtifactObjectInfo> removed, CancellationToken cancellationToken) =>
        stored.Remove(removed, cancellationToken);
}
