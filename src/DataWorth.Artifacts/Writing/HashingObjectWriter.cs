using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>Passes an object on and takes its SHA-256 on the way.</summary>
internal sealed class HashingObjectWriter(IArtifactObjectWriter output) : IArtifactObjectWriter
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Name => output.Name;

    public long Position => output.Position;

    /// <summary>The hash of all bytes; known after the commit.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The hash of the bytes until now.</summary>
    public string CurrentHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        output.Write(bytes, cancellationToken);
        _hash.AppendData(bytes);
    }

    public bool Commit(CancellationToken cancellationToken = default)
    {
        bool won = output.Commit(cancellationToken);
        Sha256 = ArtifactFiles.Hex(_hash);
        return won;
    }

    public void Dispose()
    {
        output.Dispose();
        _hash.Dispose();
    }
}
