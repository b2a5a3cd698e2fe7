using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>A committed file, read by position.</summary>
internal sealed class FileArtifactObject : IArtifactObject
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    public FileArtifactObject(string name, string path, SafeFileHandle handle)
    {
        Name = name;
        _path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>When the file was written.</summary>
    public string Version => File.GetLastWriteTimeUtc(_handle).Ticks.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(Name, Length, offset, destination.Length);
        while (!destination.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = ReadOnce(offset, destination);
            if (count == 0)
            {
                Throw.ObjectTruncated(_path, Length, offset);
            }

            offset += count;
            destination = destination[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private int ReadOnce(long offset, Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(_handle, destination, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotRead(_path, exception);
            throw;
        }
    }
}
