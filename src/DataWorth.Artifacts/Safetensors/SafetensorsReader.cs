namespace DataWorth.Artifacts;

/// <summary>Reads tensors of a safetensors file, whole or by ranges. Safe for several threads.</summary>
/// <remarks>Every bound of the header is checked when the reader is made; files over 2 GB are fine.</remarks>
public sealed class SafetensorsReader : IDisposable
{
    private readonly IArtifactObject _file;
    private readonly bool _leaveOpen;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="description">What to call it in errors; its name when null.</param>
    /// <param name="leaveOpen">True to keep <paramref name="file"/> open when the reader is disposed.</param>
    /// <param name="allowOtherTypes">True to pass over tensors of other element types; false (default) to refuse the file.</param>
    /// <exception cref="ArtifactException">The object is not a whole, well-formed safetensors file.</exception>
    public SafetensorsReader(IArtifactObject file, string? description = null, bool leaveOpen = false, bool allowOtherTypes = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
        _leaveOpen = leaveOpen;
        Description = description ?? file.Name;
        try
        {
            Header = SafetensorsHeader.Read(file, Description, allowOtherTypes: allowOtherTypes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the file is called in errors.</summary>
    public string Description { get; }

    /// <summary>The header.</summary>
    public SafetensorsHeader Header { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => Header.Tensors;

    /// <summary>The texts under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Header.Metadata;

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArtifactException">There is none of that name; the message lists close ones.</exception>
    public SafetensorsTensor this[string name]
    {
        get
        {
            if (!Header.TryGet(name, out var tensor))
            {
                Throw.TensorNotFound(name, Description, Tensors.Select(candidate => candidate.Name));
            }

            return tensor;
        }
    }

    /// <summary>Reads a whole tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Receives its bytes; of exactly that length.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArtifactException">There is none of that name, or the file was truncated meanwhile.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Read(string name, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        var tensor = this[name];
        if (tensor.ByteCount != destination.Length)
        {
            Throw.WrongDestination(name, Description, tensor.ByteCount, destination.Length);
        }

        _file.Read(tensor.Offset, destination, cancellationToken);
    }

    /// <summary>Reads a range of a tensor's bytes.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="offset">First byte, counted from the tensor's first.</param>
    /// <param name="destination">Receives the bytes; filled wholly.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArtifactException">There is none of that name, or the file was truncated meanwhile.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the tensor.</exception>
    public void Read(string name, long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        var tensor = this[name];
        Throw.IfOutside(name, tensor.ByteCount, offset, destination.Length);
        _file.Read(tensor.Offset + offset, destination, cancellationToken);
    }

    /// <summary>Reads a whole tensor into a new array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArtifactException">There is none of that name, or it is too large for an array (read it by ranges).</exception>
    public byte[] ReadBytes(string name, CancellationToken cancellationToken = default)
    {
        var tensor = this[name];
        if (tensor.ByteCount > Array.MaxLength)
        {
            Throw.TensorTooLarge(name, Description, tensor.ByteCount);
        }

        var bytes = new byte[tensor.ByteCount];
        Read(name, bytes, cancellationToken);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_leaveOpen)
        {
            _file.Dispose();
        }
    }
}
