namespace DataWorth.Artifacts;

/// <summary>Reads every byte of an artifact and reports each fault, instead of stopping at the first as a reader does.</summary>
public static class ArtifactVerifier
{
    /// <summary>Checks the manifest, the size and the hash of every file, the headers of the shards, the number of ids, and that nothing
    /// else is there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="progress">Told the bytes checked so far; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The faults; empty when the artifact is whole.</returns>
    /// <exception cref="ArtifactNotFoundException">There is no finished artifact of that key.</exception>
    public static IReadOnlyList<ArtifactFault> Verify(
        IArtifactStore store,
        ArtifactKey key,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArtifactManifest manifest;
        try
        {
            manifest = ArtifactCatalog.ReadManifest(store, key, cancellationToken);
        }
        catch (ArtifactException exception) when (exception is not ArtifactNotFoundException)
        {
            var kind = exception is ArtifactDamagedException ? ArtifactFaultKind.Damaged : ArtifactFaultKind.Unreadable;
            return [new ArtifactFault(key.Object(ArtifactFiles.Manifest), kind, exception.Message)];
        }

        List<ArtifactFault> faults = [];
        HashSet<string> known = [key.Object(ArtifactFiles.Manifest)];
        long done = 0;
        foreach (var file in manifest.Files)
        {
            var name = key.Object(file.File);
            known.Add(name);
            Catch(faults, name, () => VerifyFile(store, name, file, cancellationToken));
            progress?.Report(done += file.Bytes);
        }

        if (faults.Count == 0)
        {
            // Bytes are as the manifest says; what remains is whether the files agree with each other.
            Catch(faults, key.ToString(), () => VerifyContents(store, key, cancellationToken));
        }

        AddStrangers(faults, store, key, known, cancellationToken);
        return faults;
    }

    private static void VerifyFile(IArtifactStore store, string name, ArtifactFile file, CancellationToken cancellationToken)
    {
        if (!store.Exists(name, cancellationToken))
        {
            Throw.FileMissing(name, store.Description);
        }

        using var content = store.Open(name, cancellationToken);
        if (content.Length != file.Bytes)
        {
            Throw.WrongSize(name, store.Description, content.Length, file.Bytes, "the manifest");
        }

        var digest = ContentDigest.Of(content, cancellationToken);
        if (digest != file.Digest)
        {
            Throw.WrongHash(name, store.Description, digest, file.Digest);
        }
    }

    private static void VerifyContents(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken)
    {
        using var reader = ArtifactReader.Open(store, key, VerificationLevel.Sizes, cancellationToken);
        _ = reader.ExampleIds;
        foreach (var shard in reader.ShardFiles)
        {
            using var file = store.Open(shard.Name, cancellationToken);
            shard.Check(file, hash: false, cancellationToken);
        }

        foreach (var tensor in reader.Tensors)
        {
            reader.ReadTensor(tensor.Name, 0, [], cancellationToken);
        }
    }

    private static void AddStrangers(
        List<ArtifactFault> faults,
        IArtifactStore store,
        ArtifactKey key,
        HashSet<string> known,
        CancellationToken cancellationToken
    )
    {
        foreach (var info in store.List(key.Folder, cancellationToken))
        {
            // Drafts and records that a kill left behind vouch for nothing any more; they are collected later.
            if (!known.Contains(info.Name) && !ArtifactFiles.IsScaffold(info.Name[key.Folder.Length..]))
            {
                faults.Add(
                    new ArtifactFault(
                        info.Name,
                        ArtifactFaultKind.Stray,
                        $"'{info.Name}' in {store.Description} is not in the manifest: it does not belong to the artifact. Remove it "
                            + $"with 'dataworth store repair --store {ArtifactDamagedException.Quote(store.Description)}'."
                    )
                );
            }
        }
    }

    private static void Catch(List<ArtifactFault> faults, string name, Action check)
    {
        try
        {
            check();
        }
        catch (ArtifactException exception)
        {
            var kind = exception is ArtifactStorageException ? ArtifactFaultKind.Unreadable : ArtifactFaultKind.Damaged;
            faults.Add(new ArtifactFault(name, kind, exception.Message));
        }
    }
}
