namespace DataWorth.Artifacts;

/// <summary>Writes one safetensors file of named tensors (statistics) into an artifact, part by part, on the calling thread.</summary>
public sealed class TensorFileWriter : IDisposable
{
    private readonly ArtifactWriter _owner;
    private readonly IArtifactObjectWriter _object;
    private readonly ContentDigest _digest = new();
    private readonly SafetensorsWriter _file;
    private readonly string _fileName;

    internal TensorFileWriter(ArtifactWriter owner, string fileName, SafetensorsHeader header, CancellationToken cancellationToken)
    {
        _owner = owner;
        _fileName = fileName;
        _object = owner.Store.Create(owner.Key.Object(fileName), header.FileLength, cancellationToken);
        _file = new SafetensorsWriter(_object, header);
        _digest.Append(header.ToBytes());
    }

    /// <summary>The tensors in the order in which their bytes are to be written: as given if that aligns each to its element, otherwise
    /// larger element types first.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _file.Tensors;

    /// <summary>Appends a part of a tensor.</summary>
    /// <param name="name">The tensor, the current one of <see cref="Tensors"/>.</param>
    /// <param name="part">Its next bytes.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="InvalidOperationException">Another tensor's bytes come next, or the tensor has no room for the part.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public void Write(string name, ReadOnlySpan<byte> part, CancellationToken cancellationToken = default)
    {
        _file.Write(name, part, cancellationToken);
        _digest.Append(part);
    }

    /// <summary>Ends the file, which <see cref="ArtifactWriter.Complete"/> will list in the manifest.</summary>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <exception cref="InvalidOperationException">Bytes of a tensor are missing.</exception>
    /// <exception cref="ArtifactException">An earlier run left a file of that name with other tensors.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public void Commit(CancellationToken cancellationToken = default)
    {
        var won = _file.Commit(cancellationToken);
        var digest = won ? _digest.Finish() : AdoptionCheck.Digest(_owner.Store, _object.Name, _file.Header, cancellationToken);
        _owner.RecordTensors(new ArtifactTensors(_fileName, _object.Position, digest, [.. Tensors.Select(tensor => tensor.Entry)]));
    }

    /// <summary>Removes the file unless it was committed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _digest.Dispose();
    }
}
