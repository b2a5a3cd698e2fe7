using System.Text.Json;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>What MSBuild makes of a project: the items it has under given properties, after the targets that are named. Nothing is restored
/// or built.</summary>
internal sealed class ProjectEvaluation
{
    private readonly JsonElement _items;

    private ProjectEvaluation(JsonElement items) => _items = items;

    /// <summary>Evaluates a project with <c>dotnet msbuild</c>.</summary>
    public static async Task<ProjectEvaluation> Of(string project, IEnumerable<string> items, params string[] arguments)
    {
        var run = await Run([.. items.Select(item => $"-getItem:{item}"), "-getItem:None", .. arguments, RepositoryFiles.PathOf(project)]);
        Assert.True(run.ExitCode == 0, $"dotnet msbuild failed for {project}:\n{run.Output}\n{run.Errors}");
        return new ProjectEvaluation(JsonDocument.Parse(run.Output).RootElement.GetProperty("Items"));
    }

    /// <summary>Runs <c>dotnet msbuild</c>, without the variables of the SDK that the test host runs in.</summary>
    public static Task<ProcessRun> Run(params string[] arguments) =>
        ProcessRun.Of(
            "dotnet",
            ["msbuild", "-nologo", "-nodeReuse:false", .. arguments],
            RepositoryFiles.Root,
            Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(name => name, _ => (string?)null)
        );

    /// <summary>The items of a kind: their names, or the value of one of their attributes.</summary>
    public IReadOnlyList<string> Items(string kind, string attribute = "Identity") =>
        [.. _items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty(attribute).GetString()!)];
}
