namespace DataWorth.Artifacts;

/// <summary>Writes a safetensors file part by part; never holds more than the part it is given.</summary>
/// <remarks>
/// The tensors' bytes come in the order of <see cref="Tensors"/> (as the entries were given if that aligns each, otherwise larger element
/// types first), each in any
/// number of parts. Nothing is visible until <see cref="Commit"/>.
/// </remarks>
public sealed class SafetensorsWriter : IDisposable
{
    private readonly IArtifactObjectWriter _output;
    private int _current;
    private long _written;

    /// <summary>Writes the header.</summary>
    /// <param name="output">Where the bytes go; disposed with this writer.</param>
    /// <param name="header">The layout of the file, from <see cref="SafetensorsHeader.Create"/>.</param>
    public SafetensorsWriter(IArtifactObjectWriter output, SafetensorsHeader header)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(header);
        _output = output;
        Header = header;
        _output.Write(header.ToBytes());
    }

    /// <summary>The header that was written.</summary>
    public SafetensorsHeader Header { get; }

    /// <summary>The tensors in the order in which their bytes are to be written.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => Header.Tensors;

    /// <summary>Appends a part of a tensor.</summary>
    /// <param name="name">The tensor, which must be the current one of the order.</param>
    /// <param name="part">Its next bytes.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="InvalidOperationException">Another tensor's bytes come next, or the tensor has no room for the part.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public void Write(string name, ReadOnlySpan<byte> part, CancellationToken cancellationToken = default)
    {
        SkipFinished(name);
        if (_current == Tensors.Count || Tensors[_current].Name != name)
        {
            Throw.WrongTensorOrder(_output.Name, name, Expected());
        }

        var tensor = Tensors[_current];
        if (part.Length > tensor.ByteCount - _written)
        {
            Throw.TooManyBytes(_output.Name, name, tensor.ByteCount, _written + part.Length);
        }

        _output.Write(part, cancellationToken);
        _written += part.Length;
    }

    /// <summary>Checks that every tensor is whole, and makes the file visible.</summary>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <returns>False when another writer of the same name was first.</returns>
    /// <exception cref="InvalidOperationException">Bytes of a tensor are missing.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public bool Commit(CancellationToken cancellationToken = default)
    {
        SkipFinished(null);
        if (_current < Tensors.Count)
        {
            Throw.MissingBytes(_output.Name, Tensors[_current].Name, Tensors[_current].ByteCount, _written);
        }

        return _output.Commit(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private string? Expected() => _current < Tensors.Count ? Tensors[_current].Name : null;

    private void SkipFinished(string? name)
    {
        while (_current < Tensors.Count && _written == Tensors[_current].ByteCount && Tensors[_current].Name != name)
        {
            _current++;
            _written = 0;
        }
    }
}
