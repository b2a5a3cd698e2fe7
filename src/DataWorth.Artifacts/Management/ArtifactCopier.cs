namespace DataWorth.Artifacts;

/// <summary>Copies artifacts between stores of any kind; a copy that was interrupted goes on where it stopped.</summary>
public static class ArtifactCopier
{
    /// <summary>Copies an artifact file by file, checking the digest of each, and its manifest last and byte for byte.</summary>
    /// <param name="source">Where the artifact is.</param>
    /// <param name="destination">Where it is to be; files that are there already are read, checked and kept.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="progress">Told the bytes done so far; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the copy; run it again to go on.</param>
    /// <exception cref="ArtifactNotFoundException">The source has no finished artifact of that key.</exception>
    /// <exception cref="ArtifactException">The source is damaged, or the destination has another artifact of that key.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public static ArtifactCopyResult Copy(
        IArtifactStore source,
        IArtifactStore destination,
        ArtifactKey key,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(destination);
        var manifest = ArtifactCatalog.ReadManifest(source, key, cancellationToken);
        var manifestBytes = ArtifactFiles.ReadAll(source, key.Object(ArtifactFiles.Manifest), cancellationToken);
        RequireSameManifest(destination, key, manifestBytes, cancellationToken);
        var copied = 0;
        var kept = 0;
        long bytes = 0;
        long done = 0;
        foreach (var file in manifest.Files)
        {
            if (IsThere(destination, key, file, cancellationToken))
            {
                kept++;
            }
            else
            {
                CopyFile(source, destination, key, file, cancellationToken);
                copied++;
                bytes += file.Bytes;
            }

            progress?.Report(done += file.Bytes);
        }

        ArtifactFiles.WriteAll(destination, key.Object(ArtifactFiles.Manifest), manifestBytes, cancellationToken);
        RequireSameManifest(destination, key, manifestBytes, cancellationToken);
        return new ArtifactCopyResult(copied, kept, bytes);
    }

    private static void RequireSameManifest(
        IArtifactStore destination,
        ArtifactKey key,
        byte[] expected,
        CancellationToken cancellationToken
    )
    {
        var name = key.Object(ArtifactFiles.Manifest);
        if (
            destination.Exists(name, cancellationToken)
            && !ArtifactFiles.ReadAll(destination, name, cancellationToken).AsSpan().SequenceEqual(expected)
        )
        {
            Throw.OtherArtifactThere(key, destination.Description);
        }
    }

    private static bool IsThere(IArtifactStore destination, ArtifactKey key, ArtifactFile file, CancellationToken cancellationToken)
    {
        var name = key.Object(file.File);
        if (!destination.Exists(name, cancellationToken))
        {
            return false;
        }

        using (var found = destination.Open(name, cancellationToken))
        {
            if (found.Length == file.Bytes && ContentDigest.Of(found, cancellationToken) == file.Digest)
            {
                return true;
            }
        }

        // Damaged, or of an unfinished artifact of the same key: the copy takes its place.
        destination.Delete(name, cancellationToken);
        return false;
    }

    private static void CopyFile(
        IArtifactStore source,
        IArtifactStore destination,
        ArtifactKey key,
        ArtifactFile file,
        CancellationToken cancellationToken
    )
    {
        var name = key.Object(file.File);
        using var input = source.Open(name, cancellationToken);
        if (input.Length != file.Bytes)
        {
            Throw.WrongSize(name, source.Description, input.Length, file.Bytes, "the manifest");
        }

        using var output = destination.Create(name, file.Bytes, cancellationToken);
        using var digest = new ContentDigest();
        foreach (var part in ContentDigest.Parts(input, cancellationToken))
        {
            digest.Append(part.Span);
            output.Write(part.Span, cancellationToken);
        }

        var found = digest.Finish();
        if (found != file.Digest)
        {
            Throw.WrongHash(name, source.Description, found, file.Digest);
        }

        if (!output.Commit(cancellationToken) && !IsThere(destination, key, file, cancellationToken))
        {
            Throw.LeftoverDiffers(name, destination.Description);
        }
    }
}
