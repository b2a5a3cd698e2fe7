namespace DataWorth.Artifacts;

/// <summary>Objects as files of a folder.</summary>
/// <remarks>
/// A file is written under a temporary name beside its final one (<c>.NAME.RANDOM.partial</c>), flushed to the device, and renamed only if
/// no file
/// of the final name exists; then the folder is flushed. Symbolic links below the root are refused, so that no name leads out of it.
/// </remarks>
public sealed class FileArtifactStore : IArtifactStore
{
    internal const string PartialSuffix = ".partial";

    /// <summary>Opens (or will create on the first write) the store in a folder.</summary>
    /// <param name="root">The folder; relative paths are taken from the current directory.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArtifactStorageException">The path is a file.</exception>
    public FileArtifactStore(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (File.Exists(Root))
        {
            Throw.RootIsFile(Root);
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Root { get; }

    /// <summary>Bytes that are free on the disk; null where the system does not say.</summary>
    public long? FreeBytes => PosixFile.FreeBytes(Path.Combine(Root, "."));

    /// <inheritdoc/>
    public string Description => "file:" + Root;

    /// <inheritdoc/>
    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Resolve(name);
        try
        {
            if (expectedLength is { } needed && PosixFile.FreeBytes(path) is { } free && free < needed)
            {
                Throw.DiskFull(path, needed, free, null);
            }

            return CreateWriter(name, path, expectedLength);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotWrite(path, expectedLength, exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public IArtifactObject Open(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Resolve(name);
        try
        {
            return new FileArtifactObject(
                name,
                path,
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            );
        }
        catch (Exception exception) when (IsMissing(path, exception))
        {
            Throw.ObjectNotFound(name, Description, exception);
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotRead(path, exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Exists(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Resolve(name);
        if (File.Exists(path))
        {
            return true;
        }

        // What may not be looked at is not said to be missing.
        try
        {
            _ = File.GetAttributes(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            Throw.CannotRead(path, exception);
        }
        catch (IOException)
        {
            // It is not there.
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default)
    {
        ArtifactName.ValidatePrefix(prefix);
        List<ArtifactObjectInfo> found = [];
        var slash = prefix.LastIndexOf('/');
        var folder = slash < 0 ? Root : Path.Combine(Root, prefix[..slash]);
        foreach (var file in Files(folder, cancellationToken))
        {
            var name = Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
            if (!file.Name.StartsWith('.') && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add(new ArtifactObjectInfo(name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)));
            }
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return found;
    }

    /// <inheritdoc/>
    public bool Delete(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Resolve(name);
        try
        {
            var existed = File.Exists(path);
            File.Delete(path);
            RemoveEmptyFolders(Path.GetDirectoryName(path)!);
            return existed;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotWrite(path, null, exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    )
    {
        List<ArtifactObjectInfo> removed = [];
        foreach (var file in Files(Root, cancellationToken))
        {
            if (
                !file.Name.StartsWith('.')
                || !file.Name.EndsWith(PartialSuffix, StringComparison.Ordinal)
                || file.LastWriteTimeUtc >= before.UtcDateTime
                || !TryRemoveLeftover(file, preview)
            )
            {
                continue;
            }

            var name = Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
            removed.Add(new ArtifactObjectInfo(name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)));
        }

        return removed;
    }

    /// <summary>Does nothing: a folder needs no closing.</summary>
    public void Dispose() { }

    private static FileArtifactObjectWriter CreateWriter(string name, string path, long? expectedLength)
    {
        for (var attempt = 0; ; attempt++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                return new FileArtifactObjectWriter(name, path, expectedLength);
            }
            catch (DirectoryNotFoundException) when (attempt < 20)
            {
                // A concurrent Delete removed the folder while it was empty.
            }
        }
    }

    private static bool TryRemoveLeftover(FileInfo file, bool preview)
    {
        try
        {
            // A living writer holds a shared lock on its file, so that this exclusive open fails.
            using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            if (!preview)
            {
                File.Delete(file.FullName);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsMissing(string path, Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException
        || (exception is UnauthorizedAccessException && Directory.Exists(path));

    private static List<FileInfo> Files(string folder, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        List<FileInfo> files = [];
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", options))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var file = new FileInfo(path);
                if (file.Exists)
                {
                    files.Add(file);
                }
            }
        }
        catch (IOException) when (!Directory.Exists(folder))
        {
            // There is no such folder: nothing was written yet.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotRead(folder, exception);
        }

        return files;
    }

    private void RemoveEmptyFolders(string folder)
    {
        try
        {
            while (folder.Length > Root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // Another writer just put something there.
        }
    }

    private string Resolve(string name)
    {
        ArtifactName.Validate(name);
        var path = Root;
        foreach (var segment in name.Split('/'))
        {
            path = Path.Combine(path, segment);
            var entry = new FileInfo(path);
            if (entry.LinkTarget is { } target)
            {
                Throw.SymbolicLink(name, path, target);
            }
        }

        return path;
    }
}
