using System.CommandLine;
using System.CommandLine.Parsing;

namespace DataWorth.Cli.Hosting;

/// <summary>Lets the last of a repeated option win, so that an alias with options can be overridden.</summary>
internal static class RepeatedOptions
{
    /// <summary>The words of a command line without the earlier ones of options that take one value and were given several times.</summary>
    /// <param name="parseResult">The command line.</param>
    /// <returns>The words; null where nothing is repeated.</returns>
    public static IReadOnlyList<string>? Reduce(ParseResult parseResult)
    {
        var options = Chain(parseResult.CommandResult)
            .SelectMany(command => command.Options)
            .Where(option => option.Arity.MaximumNumberOfValues == 1 && option.ValueType != typeof(bool))
            .ToList();
        Dictionary<Option, int> left = [];
        foreach (var option in parseResult.Tokens.Select(token => Find(options, token)).OfType<Option>())
        {
            left[option] = left.GetValueOrDefault(option) + 1;
        }

        if (left.Values.All(count => count == 1))
        {
            return null;
        }

        List<string> words = [];
        for (var i = 0; i < parseResult.Tokens.Count; i++)
        {
            var option = Find(options, parseResult.Tokens[i]);
            if (option is not null && --left[option] > 0)
            {
                // Its value goes with it.
                i += i + 1 < parseResult.Tokens.Count && parseResult.Tokens[i + 1].Type == TokenType.Argument ? 1 : 0;
                continue;
            }

            words.Add(parseResult.Tokens[i].Value);
        }

        return words;
    }

    private static Option? Find(List<Option> options, Token token) =>
        token.Type == TokenType.Option ? options.Find(option => option.Name == token.Value || option.Aliases.Contains(token.Value)) : null;

    private static IEnumerable<Command> Chain(CommandResult result) =>
        result.Parent is CommandResult parent ? Chain(parent).Append(result.Command) : [result.Command];
}
