using System.Diagnostics;

namespace DataWorth.Artifacts.Tests;

public sealed class FileArtifactStoreTests : ArtifactStoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileArtifactStore _store;

    public FileArtifactStoreTests()
    {
        _store = new FileArtifactStore(_folder["store"]);
    }

    protected override IArtifactStore Store => _store;

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    protected override IArtifactStore Reopen() => new FileArtifactStore(_store.Root);

    [Fact]
    public void Store_OnAFile_IsRefused()
    {
        File.WriteAllText(_folder["file"], "x");
        var exception = Assert.Throws<ArtifactStorageException>(() => new FileArtifactStore(_folder["file"]));
        Assert.Equal($"'{_folder["file"]}' is a file, expected a folder. Name another folder for the store.", exception.Message);
    }

    [Fact]
    public void SymbolicLinks_BelowTheRoot_AreRefused()
    {
        Directory.CreateDirectory(_store.Root);
        Directory.CreateDirectory(_folder["outside"]);
        File.WriteAllText(_folder["outside/secret"], "x");
        Directory.CreateSymbolicLink(Path.Combine(_store.Root, "link"), _folder["outside"]);
        foreach (
            var call in new Action[]
            {
                () => Store.Create("link/new"),
                () => Store.Open("link/secret"),
                () => Store.Delete("link/secret"),
                () => Store.Exists("link/secret"),
            }
        )
        {
            var exception = Assert.Throws<ArtifactStorageException>(call);
            Assert.StartsWith(
                $"'link/{(exception.Message.Contains("link/new", StringComparison.Ordinal) ? "new" : "secret")}' passes through the "
                    + "symbolic link",
                exception.Message
            );
        }

        Assert.Empty(Store.List(""));
        Assert.True(File.Exists(_folder["outside/secret"]));
    }

    [Fact]
    public void ShardThatIsASymbolicLink_IsSaidToBeOne_AndStays()
    {
        SampleArtifact.Write(_store, 11, 4);
        var first = Directory.GetFiles(_store.Root, "rows-*", SearchOption.AllDirectories).Order().First();
        var name = $"{SampleArtifact.Key}/{Path.GetFileName(first)}";
        var shard = Path.Combine(_store.Root, name);
        File.Move(shard, _folder["moved"]);
        File.CreateSymbolicLink(shard, _folder["moved"]);
        var expected =
            $"'{name}' passes through the symbolic link '{shard}' to '{_folder["moved"]}'. A store has no symbolic links below its root: put "
            + "the target itself in the link's place, or open it as a store of its own where it is one.";
        var error = Assert.Throws<ArtifactStorageException>(() => ArtifactReader.Open(_store, SampleArtifact.Key));
        Assert.Equal(expected, error.Message);
        var fault = Assert.Single(ArtifactVerifier.Verify(_store, SampleArtifact.Key));
        Assert.Equal((ArtifactFaultKind.Unreadable, expected), (fault.Kind, fault.Message));
        Assert.Empty(ArtifactRepairer.Repair(_store, SampleArtifact.Key, preview: false).Removed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gradients")]
    [InlineData("gradients/0123456789abcdef0123456789abcdef")]
    public void FolderThatMayNotBeRead_IsNotTakenForEmpty(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        SampleArtifact.Write(_store, 11, 4);
        const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
        foreach (var each in Directory.GetDirectories(_folder.Path, "*", SearchOption.AllDirectories).Append(_folder.Path))
        {
            File.SetUnixFileMode(each, Everybody);
        }

        using (new OtherUser())
        {
            Assert.NotEmpty(_store.List("gradients/"));
        }

        var path = Path.TrimEndingDirectorySeparator(Path.Combine(_store.Root, folder));
        var mode = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, UnixFileMode.None);
        try
        {
            using OtherUser user = new();
            foreach (
                var call in new Action[]
                {
                    () => _store.List("gradients/").Count(),
                    () => _store.Exists($"{SampleArtifact.Key}/manifest.json"),
                    () => ArtifactCatalog.List(_store),
                    () => ArtifactReader.TryOpen(_store, SampleArtifact.Key),
                }
            )
            {
                var error = Assert.Throws<ArtifactStorageException>(call);
                Assert.StartsWith("Cannot read '" + _store.Root, error.Message);
                Assert.EndsWith("Check the device and the permissions.", error.Message);
            }
        }
        finally
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    [Fact]
    public void List_BelowAnObject_IsEmpty()
    {
        Write(Store, "a/object", [1]);
        Assert.Empty(Store.List("a/object/"));
        Assert.Empty(Store.List("a/object/deeper/"));
        Assert.False(Store.Exists("a/object/deeper"));
    }

    [Fact]
    public void RemoveUncommitted_TakesLeftoversOfTheDead_ButNotOfTheLivingNorTheYoung()
    {
        Write(Store, "a/object", [1]);
        var leftover = Path.Combine(_store.Root, "a", ".object.0123456789ab.partial");
        File.WriteAllBytes(leftover, new byte[10]);
        using var living = Store.Create("a/living");
        living.Write([1, 2]);
        Assert.Empty(Store.RemoveUncommitted(DateTimeOffset.UtcNow.AddHours(-1), preview: false));
        var previewed = Assert.Single(Store.RemoveUncommitted(DateTimeOffset.UtcNow.AddHours(1), preview: true));
        Assert.Equal(("a/.object.0123456789ab.partial", 10L), (previewed.Name, previewed.Length));
        Assert.True(File.Exists(leftover));
        Assert.Single(Store.RemoveUncommitted(DateTimeOffset.UtcNow.AddHours(1), preview: false));
        Assert.False(File.Exists(leftover));
        Assert.True(living.Commit());
        Assert.Equal(["a/living", "a/object"], Store.List("").Select(info => info.Name));
    }

    [Fact]
    public void TruncatedWhileOpen_IsAnError()
    {
        Write(Store, "object", Bytes(10_000, seed: 1));
        using var file = Store.Open("object");
        // Another program, because this one's own locks would stop it.
        using (var truncate = Process.Start("truncate", ["--size=5000", Path.Combine(_store.Root, "object")]))
        {
            truncate.WaitForExit();
        }

        var exception = Assert.Throws<ArtifactException>(() => file.Read(0, new byte[10_000]));
        Assert.Contains("ended at byte 5000, but had 10000 bytes when it was opened: something shortened it meanwhile.", exception.Message);
    }

    [Fact]
    public void TooLargeForTheDevice_IsRefusedBeforeAnythingIsWritten()
    {
        var exception = Assert.Throws<ArtifactStorageException>(() => Store.Create("object", 1L << 60));
        Assert.Matches(
            "^No space for '.*store/object': it needs 1 152 921 504 606 846 976 bytes, [0-9 ]+ bytes are free"
                + @"( \([0-9 ]+ bytes more are kept for the administrator\))?\. Free some space",
            exception.Message
        );
        Assert.Equal(1L << 60, exception.BytesNeeded);
        Assert.True(exception.FreeBytes > 0);
        Assert.Empty(Store.List(""));
    }

    [Fact]
    public void LargeSparseObject_Over4GiB_IsReadByRanges()
    {
        const long Length = (4L << 30) + 12_345;
        Directory.CreateDirectory(_store.Root);
        using (var stream = File.Create(Path.Combine(_store.Root, "large")))
        {
            stream.SetLength(Length);
            stream.Seek(-5, SeekOrigin.End);
            stream.Write([1, 2, 3, 4, 5]);
        }

        using var file = Store.Open("large");
        Assert.Equal(Length, file.Length);
        var end = new byte[8];
        file.Read(Length - 8, end);
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 5], end);
    }

    [Fact]
    public void ReadOnlyFolder_GivesAClearError()
    {
        var blocker = _folder["store"];
        Directory.CreateDirectory(blocker);
        File.WriteAllText(Path.Combine(blocker, "taken"), "x");
        var exception = Assert.Throws<ArtifactStorageException>(() => Store.Create("taken/object"));
        Assert.StartsWith($"Cannot write '{Path.Combine(blocker, "taken", "object")}': ", exception.Message);
    }
}
