using System.Text.RegularExpressions;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests.Readme;

public sealed class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(RepositoryFiles.PathOf("README.md")).ReplaceLineEndings("\n");

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
