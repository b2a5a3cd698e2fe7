using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>Read-only memory over a whole object; valid until disposed.</summary>
/// <remarks>Addresses do not move, so native code may use them. A mapped file must not be truncated by others while it is mapped.</remarks>
public abstract unsafe class ArtifactMapping : IDisposable
{
    private readonly byte* _pointer;
    private bool _disposed;

    /// <summary>Makes a mapping.</summary>
    /// <param name="pointer">Address of the first byte.</param>
    /// <param name="length">Bytes.</param>
    protected ArtifactMapping(nint pointer, long length)
    {
        _pointer = (byte*)pointer;
        Length = length;
    }

    /// <summary>Bytes of the object.</summary>
    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <param name="file">The file, open for reading; it may be closed before the mapping.</param>
    /// <param name="length">Bytes to map, from 1 to the file's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    /// <exception cref="IOException">The operating system refused.</exception>
    public static ArtifactMapping OfFile(SafeFileHandle file, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return FileMapping.Create(file, length);
    }

    /// <summary>A part of the object.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the object.</exception>
    /// <exception cref="ObjectDisposedException">The mapping was disposed.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_pointer + offset, length);
    }

    /// <summary>Address of a byte of the object, for native code.</summary>
    /// <param name="offset">The byte, from 0 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not within the object.</exception>
    /// <exception cref="ObjectDisposedException">The mapping was disposed.</exception>
    public nint Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        return (nint)(_pointer + offset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Unmaps the memory; called once.</summary>
    protected abstract void Release();
}
