using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Runs;

/// <summary>What plans and shards have left in a store, as objects: to list, check, copy and remove them.</summary>
/// <param name="store">The store; stays the caller's.</param>
/// <param name="key">A run (<c>runs/DIGEST</c>), or the records of all shards (<c>work/records</c>).</param>
public sealed class WorkflowObjects(IArtifactStore store, ArtifactKey key)
{
    /// <summary>Which objects.</summary>
    public ArtifactKey Key => key;

    /// <summary>Everything that plans and shards have left in a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IReadOnlyList<WorkflowObjects> List(IArtifactStore store, CancellationToken cancellationToken = default)
    {
        var runs = store
            .List(RunFolder.Kind + "/", cancellationToken)
            .Select(info => info.Name.Split('/')[1])
            .Distinct(StringComparer.Ordinal)
            .Select(digest => new ArtifactKey(RunFolder.Kind, digest));
        IEnumerable<ArtifactKey> records = store.List(ShardRecords.Kind + "/", cancellationToken).Any()
            ? [new ArtifactKey(ShardRecords.Kind, "records")]
            : [];
        return [.. runs.Concat(records).Select(key => new WorkflowObjects(store, key))];
    }

    /// <summary>The objects.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<ArtifactObjectInfo> Objects(CancellationToken cancellationToken = default) =>
        [.. store.List(key.Kind == RunFolder.Kind ? $"{key}/" : key.Kind + "/", cancellationToken)];

    /// <summary>Reads every object and names those that are damaged.</summary>
    /// <param name="progress">Told the bytes checked so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    public IReadOnlyList<ArtifactFault> Verify(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        List<ArtifactFault> faults = [];
        var done = 0L;
        foreach (var info in Objects(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Check(info.Name, cancellationToken);
            }
            catch (ArtifactException exception) when (exception is not ArtifactStorageException)
            {
                faults.Add(new ArtifactFault(info.Name, ArtifactFaultKind.Damaged, exception.Message));
            }

            progress?.Report(done += info.Length);
        }

        return faults;
    }

    /// <summary>Copies the objects that another store lacks, checking each.</summary>
    /// <param name="target">The other store.</param>
    /// <param name="progress">Told the bytes done so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    /// <exception cref="ArtifactException">An object here is damaged.</exception>
    public ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var (copied, kept, bytes, done) = (0, 0, 0L, 0L);
        foreach (var info in Objects(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (target.Exists(info.Name, cancellationToken))
            {
                kept++;
            }
            else
            {
                Check(info.Name, cancellationToken);
                var content = StoredJson.ReadBytes(store, info.Name, cancellationToken)!;
                using var writer = target.Create(info.Name, content.Length, cancellationToken);
                writer.Write(content, cancellationToken);
                writer.Commit(cancellationToken);
                copied++;
                bytes += info.Length;
            }

            progress?.Report(done += info.Length);
        }

        return new ArtifactCopyResult(copied, kept, bytes);
    }

    /// <summary>Removes objects: results stay, and are found again where a plan leads to them.</summary>
    /// <param name="objects">What is removed, of <see cref="Objects"/>.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    public void Remove(IEnumerable<ArtifactObjectInfo> objects, CancellationToken cancellationToken = default)
    {
        foreach (var info in objects)
        {
            store.Delete(info.Name, cancellationToken);
        }
    }

    private void Check(string name, CancellationToken cancellationToken)
    {
        if (name.EndsWith("/plan/plan.json", StringComparison.Ordinal))
        {
            new RunFolder(store, key.Fingerprint).ReadPlan(cancellationToken);
        }
        else
        {
            StoredJson.TryRead<JsonNode>(store, name, cancellationToken);
        }
    }
}
