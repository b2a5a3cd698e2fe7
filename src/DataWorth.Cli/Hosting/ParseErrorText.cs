using System.CommandLine;
using System.CommandLine.Parsing;
using DataWorth.Text;

namespace DataWorth.Cli.Hosting;

/// <summary>Says in one sentence what is wrong with a command line, with the nearest name that exists.</summary>
internal static class ParseErrorText
{
    /// <summary>Describes the first error of a command line.</summary>
    public static string Describe(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var help = $"See '{FullName(parseResult.CommandResult)} --help'.";
        if (parseResult.UnmatchedTokens.Count > 0)
        {
            var found = parseResult.UnmatchedTokens[0];
            var isOption = found.StartsWith('-');
            var kind =
                isOption ? "option"
                : command.Subcommands.Count > 0 ? "command"
                : "argument";
            var names = isOption ? OptionsOf(parseResult.CommandResult) : command.Subcommands.Select(child => child.Name);
            var nearest = ClosestName.Of(found, names);
            return $"Unknown {kind} '{found}'. " + (nearest is null ? help : $"Did you mean '{nearest}'? {help}");
        }

        var message = parseResult.Errors[0].Message.TrimEnd();
        return (message.EndsWith('.') ? message : message + ".") + " " + help;
    }

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        var own = result.Command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        return result.Parent is CommandResult parent ? own.Concat(OptionsOf(parent)) : own;
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "dataworth";
}
