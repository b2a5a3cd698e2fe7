namespace DataWorth.Artifacts;

/// <summary>One file of named tensors of an open artifact: checked before its first bytes are given out.</summary>
internal sealed class TensorFile(ArtifactReader owner, ArtifactTensors info) : IDisposable
{
    private readonly Lock _lock = new();
    private IArtifactObject? _file;
    private SafetensorsHeader? _header;
    private bool _verified;

    public ArtifactTensors Info => info;

    private string Name => owner.Key.Object(info.File);

    public void Read(string tensor, long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        (var file, var header) = Open(owner.Verification != VerificationLevel.Sizes, cancellationToken);
        header.TryGet(tensor, out var place);
        file.Read(place!.Offset + offset, destination, cancellationToken);
    }

    public void Verify(CancellationToken cancellationToken) => Open(verify: true, cancellationToken);

    public void Dispose() => _file?.Dispose();

    private (IArtifactObject File, SafetensorsHeader Header) Open(bool verify, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _file ??= owner.Store.Open(Name, cancellationToken);
            if (_file.Length != info.Bytes)
            {
                Throw.WrongSize(Name, owner.Store.Description, _file.Length, info.Bytes, "the manifest");
            }

            if (verify && !_verified)
            {
                var found = ContentDigest.Of(_file, cancellationToken);
                if (found != info.Digest)
                {
                    Throw.WrongHash(Name, owner.Store.Description, found, info.Digest);
                }

                _verified = true;
            }

            _header ??= ReadHeader(_file, cancellationToken);
            return (_file, _header);
        }
    }

    private SafetensorsHeader ReadHeader(IArtifactObject file, CancellationToken cancellationToken)
    {
        var header = SafetensorsHeader.Read(file, Name, cancellationToken);
        Throw.IfOtherTensors(Name, owner.Store.Description, header, info.Contents);
        return header;
    }
}
