using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>Rules on sources that neither the compiler nor an analyzer knows; the others are in .editorconfig and infra/build/banned.</summary>
public sealed partial class SourceRuleTests
{
    [Fact]
    public void ProductFiles_HaveAtMost400Lines() =>
        Assert.Empty(
            new[] { "src", "eval" }
                .SelectMany(folder => RepositoryFiles.List(folder, ".cs"))
                .Where(path => File.ReadLines(path).Count() > 400)
                .Select(RepositoryFiles.Relative)
        );

    [Fact]
    public void NoText_LeavesWorkUndoneOrHidesInARegion()
    {
        string[] extensions = [".cs", ".sh", ".yaml", ".md", ".targets", ".csproj"];
        var offences = new[] { "src", "eval", "tests", "infra", "pipelines" }
            .SelectMany(folder => extensions.SelectMany(extension => RepositoryFiles.List(folder, extension)))
            .SelectMany(path => File.ReadLines(path).Select((text, index) => (path, text, index)))
            .Where(line => Marker().IsMatch(line.text))
            .Select(line => $"{RepositoryFiles.Relative(line.path)}:{line.index + 1}: {line.text.Trim()}");
        Assert.Empty(offences);
    }

    // With brackets, so that this file does not find itself.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|XX[X])\b|^\s*#regio[n]\b")]
    private static partial Regex Marker();
}
