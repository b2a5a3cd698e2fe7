using System.Text.RegularExpressions;

namespace DataWorth.Packages.Tests;

/// <summary>README.md as a new user follows it.</summary>
public sealed class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(RepositoryFiles.PathOf("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task TheExample_RunsInANewProjectWithThePackagesThatAreNamed()
    {
        await PackageFeed.Get();
        using NewFolder folder = new();
        var commands = Regex.Match(s_readme, @"^( {4}dotnet new console -o (?<name>\w+)\b.*\n(?: {4}.*\n)+)", RegexOptions.Multiline);
        await folder.Run("", "bash", "-euc", commands.Value);
        var project = commands.Groups["name"].Value;
        File.WriteAllText(
            Path.Combine(folder.Path, project, "Program.cs"),
            Regex.Match(s_readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value
        );

        var output = await folder.Run(project, "dotnet", "run");
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(5 * 6, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^test-\d{5} (Proponent|Opponent) [123]: train-\d{5} -?\d+\.\d\d$", line));
    }
}
