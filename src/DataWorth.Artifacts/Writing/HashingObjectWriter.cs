namespace DataWorth.Artifacts;

/// <summary>Passes an object on and takes its digest on the way; large parts are hashed while they are written.</summary>
internal sealed unsafe class HashingObjectWriter(IArtifactObjectWriter output) : IArtifactObjectWriter
{
    private const int LargePart = 256 << 10;

    private readonly BlockDigest _hash = new();
    private string? _digest;

    public string Name => output.Name;

    public long Position => output.Position;

    /// <summary>The digest of all bytes; nothing may be written after it was asked for.</summary>
    public string Digest => _digest ??= _hash.Finish();

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (bytes.Length < LargePart)
        {
            output.Write(bytes, cancellationToken);
            _hash.Append(bytes);
            return;
        }

        fixed (byte* pointer = bytes)
        {
            (var address, var length) = ((nint)pointer, bytes.Length);
            _hash.Append(bytes, () => output.Write(new ReadOnlySpan<byte>((void*)address, length), cancellationToken));
        }
    }

    public bool Commit(CancellationToken cancellationToken = default) => output.Commit(cancellationToken);

    public void Dispose()
    {
        output.Dispose();
        _hash.Dispose();
    }
}
