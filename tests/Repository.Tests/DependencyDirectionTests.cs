
namespace Repository.Tests;

/// <summary>The directions of dependencies, as the architecture draws them.</summary>
public sealed class DependencyDirectionTests
{
    // What each product project may refer to, projects and packages. A new project is added here on purpose, with its place in the picture:
    //   Core <- DataWorth <- Cli     Artifacts <- DataWorth     Artifacts <- Workflow <- Cli     Artifacts.Azure -> Artifacts
    //   Models -> Core, Artifacts     Language -> Core, Artifacts, Models     Evaluation -> DataWorth, Models, Language
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["DataWorth.Core"] = ["TorchSharp"],
        ["DataWorth.Artifacts"] = ["Blake3"],
        ["DataWorth.Artifacts.Azure"] = ["DataWorth.Artifacts", "Azure.Core", "Azure.Identity", "Azure.Storage.Blobs"],
        ["DataWorth"] = ["Microsoft.ML", "System.IO.Hashing", "DataWorth.Core", "DataWorth.Artifacts"],
        ["DataWorth.Models"] = ["Microsoft.ML", "Parquet.Net", "Sep", "SixLabors.ImageSharp", "DataWorth.Core", "DataWorth.Artifacts"],
        ["DataWorth.Language"] =
        [
            "Microsoft.ML",
            "Microsoft.ML.Tokenizers",
            "Parquet.Net",
            "DataWorth.Core",
            "DataWorth.Artifacts",
            "DataWorth.Models",
        ],
        ["DataWorth.Workflow"] = ["KubernetesClient", "DataWorth.Artifacts"],
        ["DataWorth.Workflow.Azure"] =
        [
            "Azure.Data.Tables",
            "Azure.Identity",
            "Azure.Storage.Blobs",
            "Azure.Storage.Queues",
            "Microsoft.Azure.DurableTask.AzureStorage",
            "Microsoft.Azure.DurableTask.Core",
            "System.Linq.Async",
            "System.Reactive.Compatibility",
            "System.Reactive.Core",
            "DataWorth.Workflow",
        ],
        ["DataWorth.Evaluation"] = ["DataWorth.Core", "DataWorth.Artifacts", "DataWorth", "DataWorth.Models", "DataWorth.Language"],
        ["DataWorth.Benchmarks"] =
        [
            "DataWorth.Core",
            "DataWorth.Artifacts",
            "DataWorth.Artifacts.Azure",
            "DataWorth",
            "DataWorth.Models",
            "DataWorth.Language",
            "DataWorth.Evaluation",
        ],
        ["DataWorth.Cli"] =
        [
            "OpenTelemetry",
            "OpenTelemetry.Exporter.OpenTelemetryProtocol",
            "Serilog",
            "Serilog.Sinks.File",
            "Spectre.Console",
            "System.CommandLine",
            "YamlDotNet",
            "DataWorth.Core",
            "DataWorth.Artifacts",
            "DataWorth.Artifacts.Azure",
            "DataWorth",
            "DataWorth.Models",
            "DataWorth.Language",
            "DataWorth.Workflow",
            "DataWorth.Workflow.Azure",
            "DataWorth.Evaluation",
        ],
    };

    [Fact]
    public void EveryProductProject_RefersOnlyToWhatTheArchitectureAllows()
    {
        List<string> offences = [];
        foreach (
            var file in ProjectGraph.Files.Where(file => !RepositoryFiles.Relative(file).StartsWith("tests/", StringComparison.Ordinal))
        )
        {
            var name = ProjectGraph.NameOf(file);
            if (!s_allowed.TryGetValue(name, out var allowed))
            {
                offences.Add($"{name} has no place in the table of {nameof(DependencyDirectionTests)}");
                continue;
            }

            offences.AddRange(
                ProjectGraph
                    .References[name]
                    .Concat(ProjectGraph.PackagesOf(file))
                    .Except(allowed)
                    .Select(reference => $"{name} -> {reference}")
            );
        }

        Assert.Empty(offences);
    }

    // The kit is for authors outside this repository: it needs no more than they have.
    [Fact]
    public void TestKit_RefersToTheLibraryAndXunitOnly()
    {
        var file = ProjectGraph.Files.Single(file => ProjectGraph.NameOf(file) == "DataWorth.TestKit");
        Assert.Equal(["DataWorth"], ProjectGraph.References["DataWorth.TestKit"]);
        Assert.Equal(["xunit"], ProjectGraph.PackagesOf(file));
    }

    [Fact]
    public void References_HaveNoCycle()
    {
        HashSet<string> done = [];
        foreach (var project in ProjectGraph.References.Keys)
        {
            Visit(project, [], done);
        }

        Assert.Equal(ProjectGraph.References.Count, done.Count);
    }

    [Fact]
    public void NoProductProject_RefersToATestProject()
    {
        HashSet<string> tests = [.. RepositoryFiles.List("tests", ".csproj").Select(ProjectGraph.NameOf)];
        Assert.DoesNotContain(ProjectGraph.References.Where(pair => !tests.Contains(pair.Key)), pair => pair.Value.Overlaps(tests));
    }

    [Fact]
    public void OnlyAzureProjects_NameAzurePackages()
    {
        var offenders = ProjectGraph
            .Files.Where(file => !ProjectGraph.NameOf(file).Contains(".Azure", StringComparison.Ordinal))
            .Where(file =>
                ProjectGraph
                    .PackagesOf(file)
                    .Where(package => package != "Azure.Bicep.CommandLine.linux-x64") // a compiler, no library
                    .Any(package => package.StartsWith("Azure.", StringComparison.Ordinal))
            )
            .Select(RepositoryFiles.Relative);
        Assert.Empty(offenders);
    }

    private static void Visit(string project, List<string> path, HashSet<string> done)
    {
        Assert.False(path.Contains(project), $"cycle: {string.Join(" -> ", path.Append(project))}");
        if (done.Contains(project) || !ProjectGraph.References.TryGetValue(project, out var references))
        {
            return;
        }

        foreach (var reference in references)
        {
            Visit(reference, [.. path, project], done);
        }

        done.Add(project);
    }
}
