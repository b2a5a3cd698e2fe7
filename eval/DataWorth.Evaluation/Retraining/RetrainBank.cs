using DataWorth.Artifacts;

namespace DataWorth.Evaluation.Retraining;

/// <summary>The retrainings of a task, each made once, ever: whatever method or protocol asks for (members, seed) gets the same
/// measurements.</summary>
/// <remarks>
/// An entry is one immutable object of the store, named by the fingerprints of task and members and by the seed, with its own checksum; it
/// is written as soon as its
/// training ends, so that a kill loses the trainings in flight and nothing else. Any number of processes may fill a bank; banks are merged
/// by copying.
/// </remarks>
/// <param name="store">Where the entries lie; stays the caller's.</param>
/// <param name="task">What is retrained; stays the caller's.</param>
public sealed class RetrainBank(IArtifactStore store, RetrainingTask task)
{
    /// <summary>What is retrained.</summary>
    public RetrainingTask Task => task;

    /// <summary>Where the entries lie.</summary>
    public IArtifactStore Store => store;

    /// <summary>Whether an entry is there.</summary>
    /// <param name="request">Members and seed.</param>
    public bool Contains(RetrainRequest request) => store.Exists(BankEntry.Name(task.Fingerprint, request));

    /// <summary>Reads an entry and checks it.</summary>
    /// <param name="request">Members and seed.</param>
    /// <exception cref="ArtifactNotFoundException">It is not there: <see cref="Complete"/> trains what is missing.</exception>
    /// <exception cref="ArtifactException">It is damaged.</exception>
    public QueryMeasurements Read(RetrainRequest request) => BankEntry.Read(store, task.Fingerprint, request);

    /// <summary>Adds measurements that were made elsewhere by the same task; an entry that is there stays.</summary>
    /// <param name="request">Members and seed.</param>
    /// <param name="measurements">Measurements of all queries.</param>
    /// <exception cref="ArgumentException">The numbers of queries or training examples are not the task's.</exception>
    public void Add(RetrainRequest request, QueryMeasurements measurements)
    {
        if (measurements.Count != task.QueryIds.Count)
        {
            Throw.LengthsDiffer("measurements", measurements.Count, "queries", task.QueryIds.Count);
        }

        if (request.Members.Total != task.TrainCount)
        {
            Throw.LengthsDiffer("examples in the member set", request.Members.Total, "training examples", task.TrainCount);
        }

        BankEntry.Write(store, task.Fingerprint, request, measurements, CancellationToken.None);
    }

    /// <summary>The requests that have no whole entry, each once: every entry is read and checked, so that a damaged one counts as
    /// missing.</summary>
    /// <param name="requests">Members and seeds.</param>
    /// <param name="shard">The share of the list that counts.</param>
    public IReadOnlyList<RetrainRequest> Missing(IEnumerable<RetrainRequest> requests, RetrainShard shard)
    {
        var known = store.List(BankEntry.Prefix(task.Fingerprint)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. requests
                .Distinct()
                .Where((_, position) => shard.Contains(position))
                .Where(request => !known.Contains(BankEntry.Name(task.Fingerprint, request)) || !IsWhole(request)),
        ];
    }

    /// <summary>Trains the requests that have no whole entry yet; damaged entries are replaced.</summary>
    /// <param name="requests">Members and seeds; a request may come twice.</param>
    /// <param name="options">How.</param>
    /// <exception cref="OperationCanceledException">It was stopped; what was finished stays.</exception>
    /// <exception cref="Models.Training.TrainingDivergedException">A training diverged; the finished ones stay.</exception>
    public RetrainSummary Complete(IReadOnlyList<RetrainRequest> requests, RetrainOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        options.CancellationToken.ThrowIfCancellationRequested();
        BankEntry.Describe(store, task.Fingerprint, task.Describe().Options);
        var missing = Missing(requests, options.Shard);
        var requested = requests.Distinct().Where((_, position) => options.Shard.Contains(position)).Count();
        var clock = new RetrainClock(options, requested, missing.Count);
        clock.Report();
        var damaged = missing.Count > 0 ? Train(missing, options, clock) : 0;

        return new RetrainSummary(requested, missing.Count, clock.Elapsed) { Damaged = damaged };
    }

    /// <summary>Reads every entry of the task and names those that are damaged.</summary>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <returns>Number of entries that are whole, and a sentence for each that is not.</returns>
    public (int Whole, IReadOnlyList<string> Faults) Verify(CancellationToken cancellationToken = default)
    {
        var stored = new StoredRetrainings(store, task.Fingerprint);
        var faults = stored.Verify(task.QueryIds.Count, cancellationToken: cancellationToken);
        return (stored.Entries(cancellationToken).Count - faults.Count, [.. faults.Select(fault => fault.Message)]);
    }

    /// <summary>Copies the entries of this task that another store lacks, checking each.</summary>
    /// <param name="target">The other store.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <returns>Number of entries copied.</returns>
    /// <exception cref="ArtifactException">An entry here is damaged.</exception>
    public int CopyTo(IArtifactStore target, CancellationToken cancellationToken = default) =>
        new StoredRetrainings(store, task.Fingerprint).CopyTo(target, cancellationToken: cancellationToken).FilesCopied;

    private bool IsWhole(RetrainRequest request)
    {
        try
        {
            return Read(request).Count == task.QueryIds.Count;
        }
        catch (ArtifactException exception) when (exception is ArtifactDamagedException or ArtifactNotFoundException)
        {
            return false;
        }
    }

    // The number of damaged entries that were replaced.
    private int Train(IReadOnlyList<RetrainRequest> missing, RetrainOptions options, RetrainClock clock)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        var (next, damaged) = (-1, 0);
        var failures = new List<Exception>();
        var threads = Enumerable
            .Range(0, Math.Min(options.Workers, missing.Count))
            .Select(_ => new Thread(Work) { IsBackground = true, Name = "retraining" })
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        options.CancellationToken.ThrowIfCancellationRequested();
        if (failures.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures[0]);
        }

        return damaged;

        void Work()
        {
            try
            {
                for (var index = Interlocked.Increment(ref next); index < missing.Count; index = Interlocked.Increment(ref next))
                {
                    var measurements = task.Run(missing[index], stop.Token);
                    var name = BankEntry.Name(task.Fingerprint, missing[index]);
                    if (store.Exists(name) && !IsWhole(missing[index]))
                    {
                        store.Delete(name, CancellationToken.None);
                        Interlocked.Increment(ref damaged);
                    }

                    BankEntry.Write(store, task.Fingerprint, missing[index], measurements, CancellationToken.None);
                    clock.Finish();
                }
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }

                stop.Cancel();
            }
        }
    }
}
