namespace DataWorth.Packages.Tests;

/// <summary>The command as a .NET tool.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task TheTool_IsInstalledWithItsLibtorch_AndRuns()
    {
        var feed = await PackageFeed.Get();
        using NewFolder folder = new();
        await folder.Run("", "dotnet", "tool", "install", "DataWorth.Cli", "--tool-path", "tools", "--version", feed.Version);
        var command = Path.Combine(folder.Path, "tools", "dataworth");
        Assert.Contains("libtorch  2.10.", await folder.Run("", command, "version"), StringComparison.Ordinal);

        await folder.Run("", command, "quickstart", "--data-set", "glyphs", "--train-count", "200", "--epochs", "1", "--rank", "4");
        Assert.Contains("<html", File.ReadAllText(Path.Combine(folder.Path, "report.html")), StringComparison.Ordinal);
    }
}
