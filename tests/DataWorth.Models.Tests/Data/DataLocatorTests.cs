using DataWorth.Models.Data;

namespace DataWorth.Models.Tests.Data;

public sealed class DataLocatorTests : IDisposable
{
    private static readonly DataFile s_file = new("set/values.gz");

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Places_AreSearchedInTheirOrder()
    {
        var shared = _directory.Write("home/shared/data/set/values.gz", [1]);
        DataLocatorOptions options = new()
        {
            SearchFrom = [At("home/checkout/src/deep")],
            CacheDirectory = At("cache"),
            EnvironmentDirectory = At("environment"),
        };
        Assert.Equal(shared, new DataLocator(options).Find(s_file));
        var cached = _directory.Write("cache/set/values.gz", [1]);
        Assert.Equal(cached, new DataLocator(options).Find(s_file));
        var environment = _directory.Write("environment/set/values.gz", [1]);
        Assert.Equal(environment, new DataLocator(options).Find(s_file));
        var named = _directory.Write("named/set/values.gz", [1]);
        Assert.Equal(named, new DataLocator(options with { ExplicitDirectory = At("named") }).Find(s_file));
    }

    [Fact]
    public void SharedDirectory_MustBeBesideTheCheckout_NotWithinIt()
    {
        _directory.Write("checkout/shared/data/set/values.gz", [1]);
        Assert.Null(new DataLocator(new() { SearchFrom = [At("checkout")] }).Find(s_file));
        Assert.NotNull(new DataLocator(new() { SearchFrom = [At("checkout/src")] }).Find(s_file));
    }

    [Fact]
    public void UnpackedFile_AndTheDataSetsOwnDirectory_AreAccepted()
    {
        var unpacked = _directory.Write("named/values", [1]);
        DataLocator locator = new(new() { ExplicitDirectory = At("named") });
        Assert.Equal(unpacked, locator.Find(s_file));
        var packed = _directory.Write("named/values.gz", [1]);
        Assert.Equal(packed, locator.Find(s_file));
    }

    [Fact]
    public async Task ExplicitDirectoryWithoutTheFile_IsAnError_EvenIfAnotherPlaceHasIt()
    {
        _directory.Write("environment/set/values.gz", [1]);
        DataLocator locator = new(new() { ExplicitDirectory = At("named"), EnvironmentDirectory = At("environment") });
        var exception = await Assert.ThrowsAsync<DataUnavailableException>(() => locator.LocateAsync(s_file));
        Assert.Equal(
            $"Could not find 'set/values.gz' in the data directory '{At("named")}', which was given explicitly. Put the file at "
                + $"'{At("named/set/values.gz")}', or do not name a directory, so that the other places are searched.",
            exception.Message
        );
    }

    [Fact]
    public async Task FileWithoutAddress_SaysWhereToPutIt()
    {
        DataLocator locator = new(new() { EnvironmentDirectory = At("environment"), CacheDirectory = At("cache") });
        var exception = await Assert.ThrowsAsync<DataUnavailableException>(() => locator.LocateAsync(s_file));
        Assert.Equal(
            $"Could not find 'set/values.gz'. Searched: '{At("environment")}', '{At("cache")}'. It has no address of its own to download "
                + "from. "
                + $"Put the file at '{At("cache/set/values.gz")}', or name a directory that has 'set/values.gz' in DATAWORTH_DATA.",
            exception.Message
        );
    }

    [Fact]
    public async Task DownloadsSwitchedOff_GiveTheAddress()
    {
        DataFile file = new("set/values.gz", new Uri("http://localhost:9/values.gz"), new string('0', 64));
        DataLocator locator = new(new() { CacheDirectory = At("cache"), AllowDownload = false });
        var exception = await Assert.ThrowsAsync<DataUnavailableException>(() => locator.LocateAsync(file));
        Assert.Contains(
            "Downloads are switched off; its official address is http://localhost:9/values.gz.",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Options_AreMadeFromAnEnvironment()
    {
        Dictionary<string, string> variables = new() { ["HOME"] = "/h" };
        var options = Create();
        Assert.Equal((null, "/h/.cache/dataworth"), (options.EnvironmentDirectory, options.CacheDirectory));
        Assert.Equal(["/w", "/p"], options.SearchFrom);
        variables["XDG_CACHE_HOME"] = "/x";
        variables["DATAWORTH_DATA"] = "/d";
        options = Create();
        Assert.Equal(("/d", "/x/dataworth"), (options.EnvironmentDirectory, options.CacheDirectory));
        DataLocatorOptions Create() => DataLocatorOptions.Create(variables.GetValueOrDefault, "/w", "/p");
    }

    private string At(string relativePath) => Path.Combine(_directory.Path, relativePath);
}
