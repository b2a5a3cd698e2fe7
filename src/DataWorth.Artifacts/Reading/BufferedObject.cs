namespace DataWorth.Artifacts;

/// <summary>An object whose bytes are in memory already.</summary>
/// <param name="name">The object's name in its store.</param>
/// <param name="buffer">Its bytes; stay the caller's.</param>
/// <param name="length">How many of them.</param>
internal sealed class BufferedObject(string name, NativeBuffer buffer, long length) : IArtifactObject
{
    public string Name => name;

    public long Length => length;

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(name, length, offset, destination.Length);
        buffer.Span(offset, destination.Length).CopyTo(destination);
    }

    public void Dispose() { }
}
