namespace DataWorth.Artifacts;

/// <summary>A committed object, open for reading. Safe for several threads.</summary>
public interface IArtifactObject : IDisposable
{
    /// <summary>The object's name in its store.</summary>
    string Name { get; }

    /// <summary>Bytes of the object.</summary>
    long Length { get; }

    /// <summary>Reads exactly <c>destination.Length</c> bytes from an offset.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="destination">Receives the bytes; filled wholly.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the object.</exception>
    /// <exception cref="ArtifactException">The object ended early: it was truncated.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>Reads the whole object, telling which parts have come: in any order, from several threads, each byte once. Parts begin at
    /// multiples of 64 KiB.</summary>
    /// <param name="destination">Address of room for all of its bytes.</param>
    /// <param name="arrived">Called with offset and length of each part, on the thread that read it.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArtifactException">The object ended early: it was truncated.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    void ReadParts(nint destination, Action<long, int> arrived, CancellationToken cancellationToken = default) =>
        ParallelParts.Run(
            Length,
            8 << 20,
            Environment.ProcessorCount,
            cancellationToken,
            (offset, count) =>
            {
                Read(offset, ParallelParts.Memory(destination, offset, count), cancellationToken);
                arrived(offset, count);
            }
        );

    /// <summary>The whole object as memory without a copy, where the backend can give it (files are memory-mapped).</summary>
    /// <param name="mapping">The mapping, to be disposed before the object; null when the backend cannot map.</param>
    /// <returns>True when <paramref name="mapping"/> was made.</returns>
    bool TryMap([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ArtifactMapping? mapping)
    {
        mapping = null;
        return false;
    }
}
