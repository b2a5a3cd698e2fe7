namespace DataWorth.Artifacts.Tests;

public sealed class ManagementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileArtifactStore _store;

    public ManagementTests()
    {
        _store = new FileArtifactStore(_folder["store"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Catalog_ListsFinishedAndUnfinished_AndIgnoresStrangers()
    {
        SampleArtifact.Write(_store, 11, 4);
        using (ArtifactWriter.Create(_store, new ArtifactKey("statistics", "ff"), [])) { }

        File.WriteAllText(Path.Combine(_store.Root, "notes of mine.txt"), "x");
        Directory.CreateDirectory(Path.Combine(_store.Root, "a b/c"));
        File.WriteAllText(Path.Combine(_store.Root, "a b/c/d"), "x");
        var all = ArtifactCatalog.List(_store);
        Assert.Equal([SampleArtifact.Key, new ArtifactKey("statistics", "ff")], all.Select(summary => summary.Key));
        Assert.Equal([true, false], all.Select(summary => summary.IsFinished));
        Assert.Equal(6, all[0].Objects);
        Assert.Equal(
            Directory.GetFiles(Path.Combine(_store.Root, SampleArtifact.Key.ToString())).Sum(file => new FileInfo(file).Length),
            all[0].Bytes
        );
        Assert.Single(ArtifactCatalog.List(_store, "statistics"));
        var manifest = ArtifactCatalog.ReadManifest(_store, SampleArtifact.Key);
        Assert.Equal(
            all[0].Bytes,
            manifest.ContentBytes
                + ArtifactCatalog
                    .Objects(_store, SampleArtifact.Key)
                    .Single(info => info.Name.EndsWith("manifest.json", StringComparison.Ordinal))
                    .Length
        );
        Assert.Equal("1", manifest.Options["projection seed"]);
    }

    [Fact]
    public void Remove_TakesTheWholeArtifact_AndOnlyIt()
    {
        SampleArtifact.Write(_store, 11, 4);
        var other = new ArtifactKey("gradients", "0123456789abcdef0123456789abcdef0");
        using (ArtifactWriter.Create(_store, other, [])) { }

        Assert.Equal(6, ArtifactCatalog.Remove(_store, SampleArtifact.Key).Count);
        Assert.Equal([$"{other}/draft.json"], _store.List("").Select(info => info.Name));
        var exception = Assert.Throws<ArtifactNotFoundException>(() => ArtifactCatalog.Remove(_store, SampleArtifact.Key));
        Assert.StartsWith($"Artifact '{SampleArtifact.Key}' is not in file:", exception.Message);
    }

    [Fact]
    public void Repair_RemovesADamagedArtifact_AndOnlyStrangersOfAWholeOne()
    {
        SampleArtifact.Write(_store, 11, 4);
        var folder = Path.Combine(_store.Root, SampleArtifact.Key.ToString());
        Assert.Empty(ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: false).Removed);

        File.WriteAllText(Path.Combine(folder, "stranger.bin"), "x");
        var stranger = ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: false);
        Assert.Equal([$"{SampleArtifact.Key}/stranger.bin"], stranger.Removed.Select(info => info.Name));
        Assert.Empty(ArtifactVerifier.Verify(_store, SampleArtifact.Key));

        var shard = Path.Combine(folder, "rows-000001.safetensors");
        var bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);
        var preview = ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: true);
        Assert.Equal([ArtifactFaultKind.Damaged], preview.Faults.Select(fault => fault.Kind));
        Assert.Equal(6, preview.Removed.Count);
        Assert.True(File.Exists(shard));
        Assert.Equal(6, ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: false).Removed.Count);
        Assert.Empty(_store.List(""));
    }

    [Fact]
    public void Repair_LeavesAnArtifactOfAnotherVersion()
    {
        SampleArtifact.Write(_store, 11, 4);
        var manifest = Path.Combine(_store.Root, SampleArtifact.Key.ToString(), "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": 2", "\"version\": 3", StringComparison.Ordinal));
        var (faults, removed) = ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: false);
        Assert.Equal([ArtifactFaultKind.Unreadable], faults.Select(fault => fault.Kind));
        Assert.Empty(removed);
    }

    [Fact]
    public void Verify_ReportsEachFault_AndStrangers()
    {
        SampleArtifact.Write(_store, 11, 4);
        Assert.Empty(ArtifactVerifier.Verify(_store, SampleArtifact.Key));
        var folder = Path.Combine(_store.Root, SampleArtifact.Key.ToString());
        File.Delete(Path.Combine(folder, "rows-000001.safetensors"));
        File.WriteAllText(Path.Combine(folder, "ids.json"), "[]");
        File.WriteAllText(Path.Combine(folder, "stranger.bin"), "x");
        var faults = ArtifactVerifier.Verify(_store, SampleArtifact.Key);
        Assert.Equal(
            [$"{SampleArtifact.Key}/rows-000001.safetensors", $"{SampleArtifact.Key}/ids.json", $"{SampleArtifact.Key}/stranger.bin"],
            faults.Select(fault => fault.ObjectName)
        );
        Assert.Contains("is missing, but the manifest lists it", faults[0].Message);
        Assert.Contains("has 2 bytes, the manifest says ", faults[1].Message);
        Assert.Contains("is not in the manifest: it does not belong to the artifact.", faults[2].Message);
        Assert.Throws<ArtifactNotFoundException>(() => ArtifactVerifier.Verify(_store, new ArtifactKey("gradients", "ff")));
    }

    [Fact]
    public void Copy_BetweenBackends_IsByteIdentical_AndResumes()
    {
        var source = new MemoryArtifactStore();
        SampleArtifact.Write(source, 11, 4);
        var content = ArtifactCatalog.ReadManifest(source, SampleArtifact.Key).ContentBytes;
        using var stop = new CancellationTokenSource();
        var stopper = new Stopper(stop, after: content / 2);
        Assert.ThrowsAny<OperationCanceledException>(() => ArtifactCopier.Copy(source, _store, SampleArtifact.Key, stopper, stop.Token));
        Assert.False(_store.Exists($"{SampleArtifact.Key}/manifest.json"));

        // One of the files that the first attempt brought over is damaged meanwhile.
        var damaged = Path.Combine(_store.Root, $"{SampleArtifact.Key}/rows-000000.safetensors");
        var bytes = File.ReadAllBytes(damaged);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);

        var result = ArtifactCopier.Copy(source, _store, SampleArtifact.Key);
        Assert.Equal(5, result.FilesCopied + result.FilesKept);
        Assert.InRange(result.FilesKept, 1, 3);
        Assert.InRange(result.BytesCopied, 1, content - 1);
        Assert.Equal(SampleArtifact.Snapshot(source), SampleArtifact.Snapshot(_store));
        Assert.Equal(new ArtifactCopyResult(0, 5, 0), ArtifactCopier.Copy(source, _store, SampleArtifact.Key));
    }

    [Fact]
    public void Copy_OfADamagedArtifact_StopsAtTheFile()
    {
        SampleArtifact.Write(_store, 11, 4);
        var name = $"{SampleArtifact.Key}/rows-000001.safetensors";
        var bytes = File.ReadAllBytes(Path.Combine(_store.Root, name));
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(_store.Root, name), bytes);
        var destination = new MemoryArtifactStore();
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactCopier.Copy(_store, destination, SampleArtifact.Key));
        Assert.StartsWith($"'{name}' in {_store.Description} has the digest ", exception.Message);
        Assert.False(destination.Exists(name));
        Assert.Null(ArtifactReader.TryOpen(destination, SampleArtifact.Key));
    }

    [Fact]
    public void Copy_OverAnotherArtifact_IsRefused()
    {
        SampleArtifact.Write(_store, 11, 4);
        var destination = new MemoryArtifactStore();
        SampleArtifact.Write(destination, 12, 4);
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactCopier.Copy(_store, destination, SampleArtifact.Key));
        Assert.Equal(
            $"memory: has another artifact '{SampleArtifact.Key}': its manifest differs from the one to be copied. Remove it there, or "
                + "copy to another store.",
            exception.Message
        );
        SampleArtifact.RequireWhole(destination, 12);
    }

    [Fact]
    public void Collect_RemovesOldLeftovers_NeverAnythingReferenced()
    {
        SampleArtifact.Write(_store, 11, 4);
        var whole = SampleArtifact.Snapshot(_store);
        var unfinished = new ArtifactKey("gradients", "ff");
        using (var writer = ArtifactWriter.Create(_store, unfinished, SampleArtifact.Layout, SampleArtifact.Options(8, 4)))
        {
            SampleArtifact.WriteShard(writer, 0);
        }

        var folder = Path.Combine(_store.Root, SampleArtifact.Key.ToString());
        File.WriteAllText(Path.Combine(folder, "draft.json"), "left by a kill");
        File.WriteAllText(Path.Combine(folder, ".rows-000000.safetensors.abc.partial"), "left by a kill");
        Assert.Empty(ArtifactCollector.Collect(_store, DateTimeOffset.UtcNow.AddHours(-1), preview: false));
        var previewed = ArtifactCollector.Collect(_store, DateTimeOffset.UtcNow.AddHours(1), preview: true);
        Assert.Equal(5, previewed.Count);
        Assert.Equal(previewed, ArtifactCollector.Collect(_store, DateTimeOffset.UtcNow.AddHours(1), preview: false));
        Assert.Equal(whole, SampleArtifact.Snapshot(_store));
        Assert.Empty(ArtifactCollector.Collect(_store, DateTimeOffset.UtcNow.AddHours(1), preview: false));
    }

    [Fact]
    public void Collect_LeavesAnArtifactAlone_WhoseManifestItCannotRead()
    {
        SampleArtifact.Write(_store, 11, 4);
        var manifest = Path.Combine(_store.Root, SampleArtifact.Key.ToString(), "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        Assert.Empty(ArtifactCollector.Collect(_store, DateTimeOffset.UtcNow.AddHours(1), preview: false));
        Assert.Equal(6, _store.List("").Count());
    }

    private sealed class Stopper(CancellationTokenSource stop, long after) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= after)
            {
                stop.Cancel();
            }
        }
    }
}
