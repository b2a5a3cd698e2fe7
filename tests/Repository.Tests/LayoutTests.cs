using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>Where things lie, and that the solution knows all of them.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] s_topLevel =
    [
        "Directory.Build.props",
        "Directory.Packages.props",
        "LICENSE",
        "README.md",
        "Workflow.sln",
        "dataworth",
        "eval",
        "global.json",
        "infra",
        "pipelines",
        "src",
        "test",
        "tests",
    ];

    [Fact]
    public void TopLevel_HoldsExactlyWhatItShould()
    {
        // Build output and what a person's run leaves (both ignored by git) do not count.
        string[] ignored = ["artifacts", "report.html", "TestResults"];
        string[] found =
        [
            .. Directory
                .EnumerateFileSystemEntries(RepositoryFiles.Root)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.') && !ignored.Contains(name))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(s_topLevel, found);
    }

    [Fact]
    public void Solution_HoldsEveryProjectInTheFolderOfItsPath()
    {
        var solution = File.ReadAllText(RepositoryFiles.PathOf("Workflow.sln"));
        Dictionary<string, string> byGuid = [];
        Dictionary<string, string> pathByGuid = [];
        foreach (Match match in ProjectLine().Matches(solution))
        {
            byGuid[match.Groups["guid"].Value] = match.Groups["name"].Value;
            pathByGuid[match.Groups["guid"].Value] = match.Groups["path"].Value.Replace('\\', '/');
        }

        string[] expected = [.. ProjectGraph.Files.Select(RepositoryFiles.Relative).Order(StringComparer.Ordinal)];
        Assert.Equal(
            expected,
            pathByGuid.Values.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );

        foreach (Match match in NestedLine().Matches(solution))
        {
            Assert.Equal(pathByGuid[match.Groups["child"].Value].Split('/')[0], byGuid[match.Groups["parent"].Value]);
        }

        Assert.StartsWith(
            "Microsoft Visual Studio Solution File, Format Version 12.00",
            solution.TrimStart('\uFEFF', '\r', '\n'),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void PackageVersions_AreCentralAndExact()
    {
        var central = XDocument.Load(RepositoryFiles.PathOf("Directory.Packages.props"));
        Assert.All(
            central.Descendants("PackageVersion"),
            element => Assert.Matches(@"^\[[0-9][^,\]]*\]$", (string)element.Attribute("Version")!)
        );
        Assert.All(
            ProjectGraph.Files,
            file =>
                Assert.DoesNotContain(
                    XDocument.Load(file).Descendants("PackageReference"),
                    element => element.Attribute("Version") is not null
                )
        );
    }

    [Fact]
    public void EveryProject_HasALockFile() =>
        Assert.All(
            ProjectGraph.Files,
            file =>
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json")), RepositoryFiles.Relative(file))
        );

    [Fact]
    public void EverySourceProject_HasTestsThatMirrorIt()
    {
        string[] missing =
        [
            .. RepositoryFiles
                .List("src", ".csproj")
                .Select(ProjectGraph.NameOf)
                .Where(name => !File.Exists(RepositoryFiles.PathOf("tests", name + ".Tests", name + ".Tests.csproj"))),
        ];
        Assert.Empty(missing);
    }

    [GeneratedRegex("""^Project\("[^"]+"\) = "(?<name>[^"]+)", "(?<path>[^"]+)", "(?<guid>[^"]+)"\s*$""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();

    [GeneratedRegex(@"^\t\t(?<child>\{[0-9A-F-]+\}) = (?<parent>\{[0-9A-F-]+\})\s*$", RegexOptions.Multiline)]
    private static partial Regex NestedLine();
}
