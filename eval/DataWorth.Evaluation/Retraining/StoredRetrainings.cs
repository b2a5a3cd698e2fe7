using System.Text.Json;
using DataWorth.Artifacts;

namespace DataWorth.Evaluation.Retraining;

/// <summary>The retrainings of one task as objects of a store, without the task: to list, check, copy and remove them.</summary>
/// <param name="store">The store; stays the caller's.</param>
/// <param name="task">Fingerprint of the task.</param>
public sealed class StoredRetrainings(IArtifactStore store, string task)
{
    /// <summary>What they are called beside the kinds of artifacts.</summary>
    public const string Kind = "retrainings";

    /// <summary>Fingerprint of the task.</summary>
    public string Task => task;

    /// <summary>The tasks of which a store has retrainings, in ordinal order.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public static IReadOnlyList<StoredRetrainings> List(IArtifactStore store, CancellationToken cancellationToken = default) =>
        [
            .. store
                .List(BankEntry.Root, cancellationToken)
                .Select(info => info.Name.Split('/')[1])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(task => new StoredRetrainings(store, task)),
        ];

    /// <summary>All objects, with the description of the task.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public IReadOnlyList<ArtifactObjectInfo> Objects(CancellationToken cancellationToken = default) =>
        [.. store.List(BankEntry.Prefix(task), cancellationToken)];

    /// <summary>The retrainings.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public IReadOnlyList<ArtifactObjectInfo> Entries(CancellationToken cancellationToken = default) =>
        [.. Objects(cancellationToken).Where(info => info.Name.EndsWith(BankEntry.Extension, StringComparison.Ordinal))];

    /// <summary>What the fingerprint stands for: names and values; empty where the store does not say.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IReadOnlyDictionary<string, string> Description(CancellationToken cancellationToken = default)
    {
        var name = BankEntry.TaskName(task);
        if (!store.Exists(name, cancellationToken))
        {
            return new Dictionary<string, string>();
        }

        using var file = store.Open(name, cancellationToken);
        var bytes = new byte[file.Length];
        file.Read(0, bytes, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(bytes) ?? [];
        }
        catch (JsonException)
        {
            // It is for people alone.
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Reads every retraining and compares it with its checksum.</summary>
    /// <param name="queries">Number of queries of the task; null where it is not known.</param>
    /// <param name="progress">Told the bytes checked so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two retrainings.</param>
    /// <returns>The faults, of one object each; empty when all are whole.</returns>
    public IReadOnlyList<ArtifactFault> Verify(
        int? queries = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        List<ArtifactFault> faults = [];
        long done = 0;
        foreach (var entry in Entries(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var (_, measurements) = BankEntry.Read(store, task, entry.Name);
                if (queries is { } expected && measurements.Count != expected)
                {
                    Throw.WrongBankEntry(entry.Name, store.Description, null);
                }
            }
            catch (ArtifactDamagedException exception)
            {
                faults.Add(new ArtifactFault(entry.Name, ArtifactFaultKind.Damaged, exception.Message));
            }

            progress?.Report(done += entry.Length);
        }

        return faults;
    }

    /// <summary>Copies the retrainings that another store lacks, checking each.</summary>
    /// <param name="target">The other store.</param>
    /// <param name="progress">Told the bytes done so far; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two retrainings.</param>
    /// <exception cref="ArtifactException">A retraining here is damaged.</exception>
    public ArtifactCopyResult CopyTo(
        IArtifactStore target,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var (copied, kept, bytes, done) = (0, 0, 0L, 0L);
        foreach (var entry in Entries(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (target.Exists(entry.Name, cancellationToken) && IsWhole(target, entry.Name))
            {
                kept++;
            }
            else
            {
                var (request, measurements) = BankEntry.Read(store, task, entry.Name);
                target.Delete(entry.Name, cancellationToken);
                BankEntry.Write(target, task, request, measurements, cancellationToken);
                copied++;
                bytes += entry.Length;
            }

            progress?.Report(done += entry.Length);
        }

        if (Description(cancellationToken) is { Count: > 0 } description)
        {
            BankEntry.Describe(target, task, description);
        }

        return new ArtifactCopyResult(copied, kept, bytes);
    }

    /// <summary>Removes retrainings.</summary>
    /// <param name="objects">What is removed, of <see cref="Objects"/>.</param>
    /// <param name="cancellationToken">Stops between two retrainings.</param>
    public void Remove(IEnumerable<ArtifactObjectInfo> objects, CancellationToken cancellationToken = default)
    {
        foreach (var info in objects)
        {
            store.Delete(info.Name, cancellationToken);
        }
    }

    private bool IsWhole(IArtifactStore target, string name)
    {
        try
        {
            BankEntry.Read(target, task, name);
            return true;
        }
        catch (ArtifactDamagedException)
        {
            return false;
        }
    }
}
