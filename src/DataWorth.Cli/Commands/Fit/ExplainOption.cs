using System.CommandLine;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The option --explain: which class of a query is explained.</summary>
internal static class ExplainOption
{
    private const string Predicted = "predicted";
    private const string Label = "label";

    /// <summary>The option.</summary>
    public static Option<string> Create() =>
        new("--explain")
        {
            Description = "Which class of a query is explained: the one that is predicted, or its label.",
            HelpName = $"{Predicted}|{Label}",
            DefaultValueFactory = _ => Predicted,
        };

    /// <summary>Whether the label is explained.</summary>
    /// <exception cref="UserErrorException">It is neither.</exception>
    public static bool IsLabel(CommandContext context, Option<string> option) =>
        context.Get(option) switch
        {
            Predicted => false,
            Label => true,
            var other => throw new UserErrorException($"--explain is '{other}', expected {Predicted} or {Label}."),
        };
}
