namespace DataWorth.Artifacts;

/// <summary>Safetensors files at a path, such as a user's checkpoint.</summary>
public static class SafetensorsFile
{
    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowOtherTypes">True to pass over tensors of other element types, which <see cref="SafetensorsHeader.OtherTypes"/>
    /// then names; false (default) to refuse the file.</param>
    /// <exception cref="ArtifactNotFoundException">There is no such file.</exception>
    /// <exception cref="ArtifactException">It is not a whole, well-formed safetensors file.</exception>
    public static SafetensorsReader Open(string path, bool allowOtherTypes = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        try
        {
            var file = new FileArtifactObject(Path.GetFileName(full), full, File.OpenHandle(full));
            return new SafetensorsReader(file, path, allowOtherTypes: allowOtherTypes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            Throw.FileNotFound(path, exception);
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotRead(path, exception);
            throw;
        }
    }

    /// <summary>Starts a file that replaces the one at the path when it is committed, whole and at once.</summary>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="entries">The tensors.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>, or null.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved or used twice, or a shape is not possible.</exception>
    /// <exception cref="ArtifactStorageException">The file cannot be written.</exception>
    public static SafetensorsWriter Create(
        string path,
        IEnumerable<SafetensorsEntry> entries,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var header = SafetensorsHeader.Create(entries, metadata);
        var full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return new SafetensorsWriter(
                new FileArtifactObjectWriter(Path.GetFileName(full), full, header.FileLength, replace: true),
                header
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Throw.CannotWrite(full, header.FileLength, exception);
            throw;
        }
    }
}
