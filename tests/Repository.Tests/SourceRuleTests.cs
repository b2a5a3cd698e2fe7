using System.Text.RegularExpressions;
using DataWorth.Tests.Shared;

namespace Repository.Tests;

/// <summary>Rules on source text that the compiler does not know.</summary>
public sealed partial class SourceRuleTests
{
    // Text, where it is banned (a project below src or eval), and why.
    private static readonly (string Pattern, string[] Except, string Reason)[] s_banned =
    [
        (@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b", [], "time comes from a TimeProvider"),
        (@"(?<!\w)(System\.)?Console\.(Write|WriteLine|Error|Out)\b", ["DataWorth.Cli", "DataWorth.Benchmarks"], "only the command prints"),
        (@"\bEnvironment\.GetEnvironmentVariables?\b", ["DataWorth.Cli", "DataWorth.Benchmarks"], "only the command reads the environment"),
        (@"\bThread\.Sleep\b", [], "product code waits on something, never for a time"),
        (@"\bNotImplementedException\b", [], "no stubs"),
        (@"\bGC\.Collect\b", ["DataWorth.Benchmarks"], "lifetimes are explicit"),
        (@"#region\b", [], "no regions"),
        (@"\bnew Random\(\)|\bRandom\.Shared\b", [], "every random draw has a seed"),
    ];

    [Fact]
    public void ProductCode_HasNoBannedSymbol()
    {
        List<string> offences = [];
        foreach (var source in SourceFile.All("src").Concat(SourceFile.All("eval")))
        {
            foreach ((var pattern, var except, var reason) in s_banned.Where(rule => !rule.Except.Contains(source.Project)))
            {
                offences.AddRange(
                    source
                        .CodeLines.Where(line => Regex.IsMatch(line.Text, pattern, RegexOptions.CultureInvariant))
                        .Select(line => $"{source.Path}:{line.Number}: {line.Text.Trim()} ({reason})")
                );
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void ProductFiles_HaveAtMost400Lines() =>
        Assert.Empty(
            SourceFile
                .All("src")
                .Concat(SourceFile.All("eval"))
                .Where(source => source.Lines.Count > 400)
                .Select(source => $"{source.Path}: {source.Lines.Count} lines")
        );

    [Fact]
    public void EveryCSharpFile_HasAFileScopedNamespaceOrTopLevelStatements() =>
        Assert.Empty(
            SourceFile
                .All("src")
                .Where(source => source.CodeLines.Any(line => BlockNamespace().IsMatch(line.Text)))
                .Select(source => source.Path)
        );

    [Fact]
    public void NoTrackedText_LeavesWorkUndone()
    {
        // Split so that this file does not find itself.
        Regex marker = new(@"\b(TO" + "DO|FIX" + "ME|XX" + @"X)\b", RegexOptions.CultureInvariant);
        string[] extensions = [".cs", ".sh", ".yaml", ".md", ".targets", ".csproj"];
        var offences = new[] { "src", "eval", "tests", "infra", "pipelines" }
            .Where(folder => Directory.Exists(RepositoryFiles.PathOf(folder)))
            .SelectMany(folder => extensions.SelectMany(extension => RepositoryFiles.List(folder, extension)))
            .SelectMany(path => File.ReadLines(path).Select((text, index) => (path, text, index)))
            .Where(line => marker.IsMatch(line.text))
            .Select(line => $"{RepositoryFiles.Relative(line.path)}:{line.index + 1}: {line.text.Trim()}");
        Assert.Empty(offences);
    }

    [Theory]
    [InlineData("int a = 1; // DateTime.Now", "int a = 1;")]
    [InlineData("string a = \"DateTime.Now\";", "string a = \"            \";")]
    [InlineData("/* DateTime.Now */ int b;", "                   int b;")]
    public void SourceFile_BlanksCommentsAndTexts(string line, string expected)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".cs");
        File.WriteAllText(path, line);
        try
        {
            Assert.Equal(expected.TrimEnd(), SourceFile.Read(path).CodeLines[0].Text.TrimEnd());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"^\s*namespace [\w.]+\s*\{?\s*$")]
    private static partial Regex BlockNamespace();
}
