using System.Reflection;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Packages.Tests;

/// <summary>An empty folder outside the repository, whose packages come from the feed and from what this build restored: nothing is
/// downloaded, nothing is kept.</summary>
internal sealed class NewFolder : IDisposable
{
    private static readonly string s_restored = typeof(NewFolder)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot")
        .Value!;

    public NewFolder() =>
        File.WriteAllText(
            System.IO.Path.Combine(Path, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources>
                <clear />
                <add key="feed" value="{PackageFeed.Folder}" />
                <add key="restored" value="{s_restored}" />
              </packageSources>
              <fallbackPackageFolders><add key="restored" value="{s_restored}" /></fallbackPackageFolders>
            </configuration>
            """
        );

    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("dataworth-packages-").FullName;

    /// <summary>Runs a program in the folder or one below it, and expects that it ends well.</summary>
    /// <returns>Its standard output.</returns>
    public async Task<string> Run(string folder, string program, params string[] arguments)
    {
        var run = await ProcessRun.Of(
            program,
            arguments,
            System.IO.Path.Combine(Path, folder),
            UserEnvironment.Create(),
            UserEnvironment.Limit
        );
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.ExitCode}\n{run.Output}\n{run.Errors}");
        return run.Output;
    }

    /// <inheritdoc/>
    public void Dispose() => TemporaryFolder.Remove(Path);
}
