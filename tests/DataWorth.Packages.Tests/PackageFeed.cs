using System.IO.Compression;
using System.Xml.Linq;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Packages.Tests;

/// <summary>The packages of this build, made once for all tests.</summary>
internal sealed class PackageFeed
{
    private static readonly Lazy<Task<PackageFeed>> s_made = new(Make);

    private PackageFeed(string version) => Version = version;

    /// <summary>Where they lie.</summary>
    public static string Folder { get; } = RepositoryFiles.PathOf("artifacts", "packages");

    /// <summary>The version that all of them have.</summary>
    public string Version { get; }

    /// <summary>Makes them at the first call.</summary>
    public static Task<PackageFeed> Get() => s_made.Value;

    /// <summary>Opens a package, or its symbols.</summary>
    public ZipArchive Open(string name, string extension = ".nupkg") =>
        ZipFile.OpenRead(Path.Combine(Folder, $"{name}.{Version}{extension}"));

    /// <summary>What a package says of itself; elements have no namespace here.</summary>
    public XElement Nuspec(string name)
    {
        using var package = Open(name);
        using var stream = package.GetEntry($"{name}.nuspec")!.Open();
        var root = XDocument.Load(stream).Root!;
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return root.Element("metadata")!;
    }

    private static async Task<PackageFeed> Make()
    {
        var run = await ProcessRun.Of(
            RepositoryFiles.PathOf("infra", "build", "pack"),
            [],
            environment: UserEnvironment.WithoutBuild(),
            limit: UserEnvironment.Limit
        );
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var core = Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, "DataWorth.Core.*.nupkg").Single());
        return new(core["DataWorth.Core.".Length..]);
    }
}
