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

        var message = Sentence(parseResult, parseResult.Errors[0]).TrimEnd();
        return (message.EndsWith('.') ? message : message + ".") + " " + help;
    }

    /// <summary>What a value of a type is called, and how it is written: nobody needs to know the names of .NET.</summary>
    public static string Expected(Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind == typeof(int) || kind == typeof(long) ? "a whole number"
            : kind == typeof(double) || kind == typeof(float) || kind == typeof(decimal) ? "a number"
            : kind == typeof(bool) ? "true or false"
            : kind == typeof(TimeSpan) ? "a duration"
            : kind.IsEnum ? "one of: " + string.Join(", ", Enum.GetNames(kind).Select(name => name.ToLowerInvariant()))
            : typeof(FileSystemInfo).IsAssignableFrom(kind) ? "a path"
            : "a text";
    }

    // The library's own sentences name the types of .NET, and commands in place of their arguments.
    private static string Sentence(ParseResult parseResult, ParseError error)
    {
        var command = parseResult.CommandResult;
        if (error.SymbolResult is OptionResult { Option: var option } given)
        {
            return given.Tokens.Count == 0 && option.Arity.MinimumNumberOfValues > 0
                ? option.Required && given.IdentifierTokenCount == 0
                    ? $"Option {option.Name} is missing, expected {Value(option.HelpName, option.Description)}"
                    : $"{option.Name} has no value, expected {Value(option.HelpName, option.Description)}"
                : IsOfType(error, option.ValueType)
                    ? $"{option.Name} is '{given.Tokens[^1].Value}', expected {Expected(option.ValueType)}"
                    : error.Message;
        }

        if (error.SymbolResult is ArgumentResult { Tokens: [.., var token], Argument: var argument } && IsOfType(error, argument.ValueType))
        {
            return $"<{argument.Name}> is '{token.Value}', expected {Expected(argument.ValueType)}";
        }

        var missing = command.Command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && command.GetResult(argument) is null or { Tokens.Count: 0 }
        );
        var required = command.Command.Options.FirstOrDefault(candidate => candidate.Required && command.GetResult(candidate) is null);
        return missing is not null ? $"The argument <{missing.Name}> is missing: {missing.Description}"
            : required is not null ? $"Option {required.Name} is missing, expected {Value(required.HelpName, required.Description)}"
            : parseResult.CommandResult.Command.Subcommands.Count > 0 ? "A command is missing"
            : error.Message;
    }

    private static bool IsOfType(ParseError error, Type type) =>
        error.Message.Contains((Nullable.GetUnderlyingType(type) ?? type).ToString(), StringComparison.Ordinal);

    private static string Value(string? name, string? description) => $"<{name}>: {description}";

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        var own = result.Command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        return result.Parent is CommandResult parent ? own.Concat(OptionsOf(parent)) : own;
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "dataworth";
}
