namespace DataWorth.Artifacts;

/// <summary>One file of named tensors of an open artifact: checked before its first bytes are given out.</summary>
internal sealed class TensorFile : IDisposable
{
    private readonly ArtifactReader _owner;
    private readonly ArtifactFile _info;
    private readonly IArtifactObject _file;
    private readonly Lock _lock = new();
    private bool _verified;

    public TensorFile(ArtifactReader owner, ArtifactFile info, CancellationToken cancellationToken)
    {
        _owner = owner;
        _info = info;
        string name = owner.Key.Object(info.File);
        try
        {
            _file = owner.Store.Open(name, cancellationToken);
        }
        catch (ArtifactNotFoundException)
        {
            Throw.FileMissing(name, owner.Store.Description);
            throw;
        }

        try
        {
            if (_file.Length != info.Bytes)
            {
                Throw.WrongSize(name, owner.Store.Description, _file.Length, info.Bytes, "the manifest");
            }

            Header = SafetensorsHeader.Read(_file, name, cancellationToken);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public SafetensorsHeader Header { get; }

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        if (_owner.Verification != VerificationLevel.Sizes)
        {
            Verify(cancellationToken);
        }

        _file.Read(offset, destination, cancellationToken);
    }

    public void Verify(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_verified)
            {
                return;
            }

            string found = ArtifactFiles.Hash(_file, cancellationToken);
            if (found != _info.Sha256)
            {
                Throw.WrongHash(_file.Name, _owner.Store.Description, found, _info.Sha256);
            }

            _verified = true;
        }
    }

    public void Dispose() => _file.Dispose();
}
