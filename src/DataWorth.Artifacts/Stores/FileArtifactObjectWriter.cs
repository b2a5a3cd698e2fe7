using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>Writes a file under a temporary name and gives it its final one at the commit.</summary>
internal sealed class FileArtifactObjectWriter : IArtifactObjectWriter
{
    // Room that is asked for at once lies together, costs less to write, and is refused before the first byte when it is not there.
    private const long PreallocatedFrom = 1L << 20;

    // The device begins with what is written while the rest is copied to the page cache: the flush at the end waits for less.
    private const int Piece = 4 << 20;

    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly long? _expectedLength;
    private readonly bool _replace;
    private readonly SafeFileHandle _handle;
    private bool _committed;
    private bool _removed;

    public FileArtifactObjectWriter(string name, string path, long? expectedLength, bool replace = false)
    {
        _replace = replace;
        Name = name;
        _path = path;
        _expectedLength = expectedLength;
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        _temporaryPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{random}{FileArtifactStore.PartialSuffix}");

        // Shared with readers, who may find the file under its final name before this handle is closed.
        var preallocated = expectedLength >= PreallocatedFrom ? expectedLength.Value : 0;
        _handle = File.OpenHandle(
            _temporaryPath,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read | FileShare.Delete,
            FileOptions.None,
            preallocated
        );
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        try
        {
            for (; bytes.Length > Piece; bytes = bytes[Piece..])
            {
                RandomAccess.Write(_handle, bytes[..Piece], Position);
                PosixFile.BeginFlush(_handle, Position, Piece);
                Position += Piece;
            }

            RandomAccess.Write(_handle, bytes, Position);
            Position += bytes.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var needed = Math.Max(_expectedLength ?? 0, Position + bytes.Length);
            Remove();
            Throw.CannotWrite(_path, needed, exception);
        }
    }

    /// <inheritdoc/>
    public bool Commit(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        try
        {
            RandomAccess.FlushToDisk(_handle);
            var won = Rename();
            _committed = true;
            if (won)
            {
                _removed = true;
                PosixFile.FlushFolder(Path.GetDirectoryName(_path)!);
            }

            return won;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Remove();
            Throw.CannotWrite(_path, _expectedLength ?? Position, exception);
            throw;
        }
        finally
        {
            Remove();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Remove();

    private bool Rename()
    {
        if (!_replace)
        {
            return PosixFile.RenameIfAbsent(_temporaryPath, _path);
        }

        File.Move(_temporaryPath, _path, overwrite: true);
        return true;
    }

    private void ThrowIfClosed()
    {
        if (_committed)
        {
            Throw.CommittedTwice(_path);
        }

        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
    }

    private void Remove()
    {
        if (!_removed)
        {
            _removed = true;
            try
            {
                File.Delete(_temporaryPath);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What stays is invisible and is collected later.
            }
        }

        _handle.Dispose();
    }
}
