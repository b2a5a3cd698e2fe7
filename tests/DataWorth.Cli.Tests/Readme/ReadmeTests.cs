using System.Text.RegularExpressions;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;
using DataWorth.Methods.Logra;
using DataWorth.Tests.Shared;

namespace DataWorth.Cli.Tests.Readme;

public sealed class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(RepositoryFiles.PathOf("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Example_IsTheOneThatIsCompiledAndRun()
    {
        var source = File.ReadAllText(RepositoryFiles.PathOf("tests", "DataWorth.Cli.Tests", "Readme", "ReadmeExample.cs"))
            .ReplaceLineEndings("\n");
        var body = Regex.Match(source, @"// README: begin\n(.*?)\n *// README: end", RegexOptions.Singleline).Groups[1].Value;
        var code = string.Join(
            '\n',
            body.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line)
        );

        // In the README the options are written out and the output is the console.
        var expected = code.Replace("(model), options)", "(model), new LograOptions { Rank = 16 })", StringComparison.Ordinal)
            .Replace("output.WriteLine", "Console.WriteLine", StringComparison.Ordinal);
        var shown = Regex.Match(s_readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(expected.Trim(), shown.Trim());
    }

    [Fact]
    public void Example_NamesThreeProponentsAndThreeOpponentsOfEachQuery()
    {
        using MemoryArtifactStore store = new();
        using StringWriter output = new();
        ReadmeExample.Run(new LograOptions { Rank = 16, Store = store }, output);
        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(5 * 6, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^test-\d{5} (Proponent|Opponent) [123]: train-\d{5} -?\d+\.\d\d$", line));
    }

    [Fact]
    public void EveryMethodOfTheCatalog_IsInTheTable() =>
        Assert.All(
            typeof(AttributionCatalog)
                .GetMethods()
                .Where(method =>
                    method.DeclaringType == typeof(AttributionCatalog)
                    && method.ReturnType == typeof(AttributionEstimator)
                    && method.Name != "Of"
                ),
            method => Assert.Contains($"`Attribution.{method.Name}`", s_readme, StringComparison.Ordinal)
        );

    [Fact]
    public void EveryCommandLine_IsUnderstood()
    {
        var root = CommandApplication.CreateRoot(CommandConsole.OfWriters(TextWriter.Null, TextWriter.Null), TaskTable.Tasks);
        var commands = Regex.Matches(s_readme, @"^ {4}\./dataworth (?<arguments>[^#\n]*)", RegexOptions.Multiline);
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Empty(root.Parse(command.Groups["arguments"].Value.Trim()).Errors));
    }

    [Fact]
    public void ExitCodes_AreThoseOfTheProgram()
    {
        foreach (
            (var name, var code) in new[]
            {
                ("done", ExitCodes.Success),
                ("failure", ExitCodes.Failure),
                ("wrong input", ExitCodes.BadInput),
                ("missing installation", ExitCodes.MissingInstallation),
                ("stopped by Ctrl-C", ExitCodes.Cancelled),
            }
        )
        {
            Assert.Matches($@"`{code}` {name}", s_readme);
        }
    }
}
