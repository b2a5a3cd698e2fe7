using System.Text.RegularExpressions;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>The steps of the image, outside of one: no container runtime is needed.</summary>
public sealed class ImageScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("image-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task PublishedCommand_WorksFromItsFolder()
    {
        var published = await Run("publish", TimeSpan.FromMinutes(5), _folder, "cpu");
        Assert.True(published.ExitCode == 0, published.Output + published.Errors);
        Assert.True(File.Exists(Path.Combine(_folder, "LICENSE")));
        var smoke = await Run("smoke", TimeSpan.FromMinutes(1), _folder);
        Assert.True(smoke.ExitCode == 0, smoke.Output + smoke.Errors);
        Assert.Contains("libtorch", smoke.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AcceleratorThatIsNone_IsRefused()
    {
        var run = await Run("publish", TimeSpan.FromMinutes(1), _folder, "tpu");
        Assert.Equal((2, "publish: 'tpu' is no accelerator, expected cpu or cuda.\n"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task FolderWithLinks_DoesNotPass()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "DataWorth.Cli.dll"), "/nowhere/DataWorth.Cli.dll");
        var run = await Run("smoke", TimeSpan.FromMinutes(1), _folder);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("smoke: links instead of files: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_IsMadeByTheScripts_AndDoesNotRunAsRoot()
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf("infra", "docker", "Dockerfile"));
        Assert.Matches(new Regex("^RUN infra/docker/publish ", RegexOptions.Multiline), text);
        Assert.Matches(new Regex("^USER [1-9][0-9]*$", RegexOptions.Multiline), text);
    }

    private static Task<ProcessRun> Run(string script, TimeSpan limit, params string[] arguments) =>
        ProcessRun.Of(
            "bash",
            [RepositoryFiles.PathOf("infra", "docker", script), .. arguments],
            Path.GetTempPath(),
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            limit
        );
}
