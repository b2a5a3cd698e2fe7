namespace DataWorth.Artifacts.Tests;

/// <summary>A device of 256 KiB that really fills up.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _device;

    public DiskFullTests()
    {
        _device = _folder["device"];
        Directory.CreateDirectory(_device);
        TemporaryFileSystem.Mount(_device, "256k");
    }

    public void Dispose()
    {
        TemporaryFileSystem.Unmount(_device);
        _folder.Dispose();
    }

    [TemporaryFileSystemFact]
    public void Store_SaysPathNeedAndFreeSpace_AndLeavesNothing()
    {
        using var store = new FileArtifactStore(Path.Combine(_device, "store"));
        using var writer = store.Create("a/object");
        var exception = Assert.Throws<ArtifactStorageException>(() =>
        {
            for (var part = 0; part < 100; part++)
            {
                writer.Write(new byte[10_000]);
            }
        });
        Assert.Matches(
            $"^No space for '{_device}/store/a/object': it needs [0-9 ]+ bytes, [0-9 ]+ bytes are free. Free some space or name a store "
                + "on another device",
            exception.Message
        );
        Assert.True(exception.BytesNeeded > 200_000);
        Assert.NotNull(exception.FreeBytes);
        Assert.Empty(Directory.EnumerateFiles(_device, "*", SearchOption.AllDirectories));
        var announced = Assert.Throws<ArtifactStorageException>(() => store.Create("a/object", 1_000_000));
        Assert.StartsWith($"No space for '{_device}/store/a/object': it needs 1 000 000 bytes, ", announced.Message);
    }

    [TemporaryFileSystemFact]
    public void Artifact_StopsWithNothingHalfVisible_AndGoesOnWhenThereIsSpace()
    {
        var root = Path.Combine(_device, "store");
        using var store = new FileArtifactStore(root);
        File.WriteAllBytes(Path.Combine(_device, "ballast"), new byte[210_000]);
        Assert.Throws<ArtifactStorageException>(() => SampleArtifact.Write(store, 1000, 100));
        Assert.Null(ArtifactReader.TryOpen(store, SampleArtifact.Key));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories),
            file => file.EndsWith(".partial", StringComparison.Ordinal)
        );
        var before = store.List("").Count(info => info.Name.EndsWith(".safetensors", StringComparison.Ordinal));
        Assert.InRange(before, 1, 9);
        File.Delete(Path.Combine(_device, "ballast"));
        SampleArtifact.Write(store, 1000, 100);
        SampleArtifact.RequireWhole(store, 1000, VerificationLevel.Full);
        var whole = new MemoryArtifactStore();
        SampleArtifact.Write(whole, 1000, 100);
        Assert.Equal(SampleArtifact.Snapshot(whole), SampleArtifact.Snapshot(store));
    }

    [TemporaryFileSystemFact]
    public void Checkpoint_ThatDoesNotFit_LeavesTheOldOne()
    {
        var path = Path.Combine(_device, "model.safetensors");
        using (var writer = SafetensorsFile.Create(path, [SafetensorsEntry.Of("w", SafetensorsDType.U8, 4)]))
        {
            writer.Write("w", [1, 2, 3, 4]);
            writer.Commit();
        }

        Assert.Throws<ArtifactStorageException>(() =>
        {
            using var writer = SafetensorsFile.Create(path, [SafetensorsEntry.Of("w", SafetensorsDType.U8, 400_000)]);
            writer.Write("w", new byte[400_000]);
            writer.Commit();
        });
        using var reader = SafetensorsFile.Open(path);
        Assert.Equal([1, 2, 3, 4], reader.ReadBytes("w"));
        Assert.Single(Directory.GetFiles(_device));
    }
}
