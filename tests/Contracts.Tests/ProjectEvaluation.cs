using System.Diagnostics;
using System.Text.Json;
using DataWorth.Tests.Shared;

namespace Contracts.Tests;

/// <summary>What MSBuild makes of a project: the items it has under given properties. Evaluated only, nothing is restored or built.</summary>
internal sealed class ProjectEvaluation
{
    private readonly JsonElement _items;

    private ProjectEvaluation(JsonElement items) => _items = items;

    /// <summary>Evaluates a project with <c>dotnet msbuild</c>.</summary>
    public static ProjectEvaluation Of(string project, params string[] properties)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryFiles.Root };
        string[] arguments =
        [
            "msbuild", "-nologo", "-nodeReuse:false", "-getItem:PackageReference", "-getItem:ProjectReference", "-getItem:PackageVersion",
            .. properties.Select(property => $"-p:{property}"), project,
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // The test host runs inside an SDK whose settings would lead MSBuild astray.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet msbuild failed for {project}:\n{output}\n{error.Result}");
        return new ProjectEvaluation(JsonDocument.Parse(output).RootElement.GetProperty("Items"));
    }

    public IReadOnlySet<string> Packages => Names("PackageReference");

    /// <summary>Names of the referenced projects, without folder and extension.</summary>
    public IReadOnlySet<string> Projects => Names("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).ToHashSet();

    /// <summary>The central version of a package, or null.</summary>
    public string? VersionOf(string package) => _items.GetProperty("PackageVersion").EnumerateArray()
        .Where(item => item.GetProperty("Identity").GetString() == package)
        .Select(item => item.GetProperty("Version").GetString())
        .SingleOrDefault();

    private HashSet<string> Names(string item) => [.. _items.GetProperty(item).EnumerateArray().Select(element => element.GetProperty("Identity").GetString()!)];
}
