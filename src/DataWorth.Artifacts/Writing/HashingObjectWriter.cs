using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>Passes an object on and takes its SHA-256 on the way; large parts are hashed while they are written.</summary>
internal sealed unsafe class HashingObjectWriter(IArtifactObjectWriter output) : IArtifactObjectWriter
{
    private const int LargePart = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Name => output.Name;

    public long Position => output.Position;

    /// <summary>The hash of all bytes; known after the commit.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The hash of the bytes until now.</summary>
    public string CurrentHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (bytes.Length < LargePart)
        {
            output.Write(bytes, cancellationToken);
            _hash.AppendData(bytes);
            return;
        }

        fixed (byte* pointer = bytes)
        {
            (nint address, int length) = ((nint)pointer, bytes.Length);
            Task hashing = Task.Run(() => _hash.AppendData(new ReadOnlySpan<byte>((void*)address, length)), CancellationToken.None);
            try
            {
                output.Write(bytes, cancellationToken);
            }
            finally
            {
                hashing.GetAwaiter().GetResult();
            }
        }
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
