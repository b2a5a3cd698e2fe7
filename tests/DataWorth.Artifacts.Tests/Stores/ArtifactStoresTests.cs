namespace DataWorth.Artifacts.Tests;

public sealed class ArtifactStoresTests
{
    [Fact]
    public void Open_KnowsFilePathAndMemory()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("file:" + folder.Path, ArtifactStores.Open("file:" + folder.Path).Description);
        Assert.Equal("file:" + folder.Path, ArtifactStores.Open(folder.Path + "/").Description);
        Assert.Equal("file:" + Path.GetFullPath("relative/store"), ArtifactStores.Open("relative/store").Description);
        Assert.Equal("memory:", ArtifactStores.Open("memory:").Description);
    }

    [Fact]
    public void Open_UnknownScheme_ListsTheKnown()
    {
        var exception = Assert.Throws<ArgumentException>(() => ArtifactStores.Open("ftp://host/x"));
        Assert.StartsWith("'ftp:' is not a known kind of store. Known: ", exception.Message);
        Assert.Contains("file:, memory:", exception.Message);
    }

    [Fact]
    public void Register_AddsAScheme()
    {
        var store = new MemoryArtifactStore();
        ArtifactStores.Register("registered", _ => store);
        Assert.Same(store, ArtifactStores.Open("registered://x/y"));
    }
}
