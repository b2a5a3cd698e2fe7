using System.Text;

namespace DataWorth.Packages.Tests;

/// <summary>What every package has, and what none may have.</summary>
public sealed class PackageContentTests
{
    private static readonly string[] s_names =
    [
        .. RepositoryFiles.List("src", ".csproj").Select(project => Path.GetFileNameWithoutExtension(project)),
    ];

    // The kind of the records that hold a source (Portable PDB format, "Embedded Source").
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static TheoryData<string> Packages { get; } = [.. s_names];

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task APackage_SaysWhatItIs(string name)
    {
        var feed = await PackageFeed.Get();
        var nuspec = feed.Nuspec(name);
        using var package = feed.Open(name);
        Assert.All(["readme", "icon"], file => Assert.NotNull(package.GetEntry((string)nuspec.Element(file)!)));
        Assert.All(["description", "tags", "authors"], text => Assert.NotEmpty((string)nuspec.Element(text)!));
        Assert.Equal("MIT", (string)nuspec.Element("license")!);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task TheSymbols_HoldTheSources_AndNoFolderOfThisMachine(string name)
    {
        var feed = await PackageFeed.Get();
        using var symbols = feed.Open(name, ".snupkg");
        var entry = symbols.Entries.Single(entry => entry.Name == $"{name}.pdb");
        using var stream = entry.Open();
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes);
        Assert.True(bytes.ToArray().AsSpan().IndexOf(s_embeddedSource.ToByteArray()) >= 0);
        Assert.DoesNotContain(RepositoryFiles.Root, Encoding.Latin1.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALibrary_TakesLaterVersionsOfWhatItNeeds_ButOfTorchSharpOneThatFitsItsLibtorch()
    {
        var feed = await PackageFeed.Get();
        var needs = s_names
            .SelectMany(name => feed.Nuspec(name).Descendants("dependency"))
            .ToLookup(need => (string)need.Attribute("id")!, need => (string)need.Attribute("version")!);
        Assert.All(needs["TorchSharp"], version => Assert.StartsWith("[", version, StringComparison.Ordinal));
        Assert.All(needs["DataWorth.Core"], version => Assert.Equal(feed.Version, version));
        Assert.All(
            needs.Where(need => need.Key != "TorchSharp").SelectMany(versions => versions),
            version => Assert.Matches(@"^\d+(\.\d+)+$", version)
        );
    }

    [Fact]
    public async Task TheCore_BringsTheMendsOfTorchSharpToEveryProject()
    {
        using var package = (await PackageFeed.Get()).Open("DataWorth.Core");
        Assert.NotNull(package.GetEntry("buildTransitive/DataWorth.Core.targets"));
        Assert.All(
            ["OlderLibstdcxx.targets", "WeakenVersionNeed.cs", "KeptArguments.targets", "KeepArguments.cs"],
            file => Assert.NotNull(package.GetEntry($"buildTransitive/{file}"))
        );
    }
}
