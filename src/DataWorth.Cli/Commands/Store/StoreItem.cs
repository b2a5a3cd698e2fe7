using DataWorth.Artifacts;

namespace DataWorth.Cli.Commands.Store;

/// <summary>What the store commands list, check, copy and remove: an artifact, or the retrainings of a task.</summary>
internal abstract class StoreItem
{
    /// <summary>KIND/FINGERPRINT.</summary>
    public abstract ArtifactKey Key { get; }

    /// <summary>Whether it is whole as far as a listing shows; an unfinished artifact is gone on with by a fit.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>Its objects.</summary>
    public abstract int Objects { get; }

    /// <summary>Bytes of its objects.</summary>
    public abstract long Bytes { get; }

    /// <summary>When its newest object was written.</summary>
    public abstract DateTimeOffset LastModified { get; }

    /// <summary>Rows that it holds, and what it was made from by name.</summary>
    /// <exception cref="ArtifactException">It is damaged.</exception>
    public abstract (long Rows, IReadOnlyDictionary<string, string> Options) Describe(CancellationToken cancellationToken);

    /// <summary>How many of its rows are damaged, as far as a listing sees. Default 0: damage of an artifact shows in its
    /// description.</summary>
    public virtual int Damaged(CancellationToken cancellationToken) => 0;

    /// <summary>Reads every byte and names what is wrong.</summary>
    public abstract IReadOnlyList<ArtifactFault> Verify(IProgress<long> progress, CancellationToken cancellationToken);

    /// <summary>Verifies it, and removes what is damaged or does not belong.</summary>
    public abstract (IReadOnlyList<ArtifactFault> Faults, IReadOnlyList<ArtifactObjectInfo> Removed) Repair(
        bool preview,
        IProgress<long> progress,
        CancellationToken cancellationToken
    );

    /// <summary>Copies it to another store.</summary>
    public abstract ArtifactCopyResult CopyTo(IArtifactStore target, IProgress<long> progress, CancellationToken cancellationToken);

    /// <summary>Removes it.</summary>
    public abstract void Remove(CancellationToken cancellationToken);
}
