using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serilog;

namespace DataWorth.Cli.Hosting;

/// <summary>What a command is given when it runs.</summary>
internal sealed class CommandContext(ParseResult parseResult, CommandConsole console, ILogger log, CancellationToken cancellationToken)
{
    /// <summary>How every document is written.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a margin can be infinite
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        };

    /// <summary>The streams.</summary>
    public CommandConsole Console => console;

    /// <summary>The log: standard error and, if asked for, a file.</summary>
    public ILogger Log => log;

    /// <summary>Set by Ctrl-C and SIGTERM.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Whether the result is to be one JSON document.</summary>
    public bool Json { get; } = parseResult.GetValue(GlobalOptions.Json);

    /// <summary>What was typed, to be typed again.</summary>
    public string CommandLine { get; } = "./" + Secrets.Hide(CommandLineOf(parseResult));

    /// <summary>The value of an option, or its default.</summary>
    public T? Get<T>(Option<T> option) => parseResult.GetValue(option);

    /// <summary>The value of an argument, or its default.</summary>
    public T? Get<T>(Argument<T> argument) => parseResult.GetValue(argument);

    /// <summary>Whether the option was typed, as opposed to having its default.</summary>
    public bool IsGiven(Option option) => parseResult.GetResult(option) is { Implicit: false };

    /// <summary>Says something on standard error, and in the log, that is no warning.</summary>
    public void Say(string text) => log.Information("{Text:l}", text);

    /// <summary>Writes a result, an object, to standard output: as JSON with --json, otherwise as <paramref name="text"/> prints it.</summary>
    public void Write<T>(T result, Action<TextWriter> text)
    {
        if (Json)
        {
            console.Output.WriteLine(Secrets.HideInAddresses(JsonSerializer.Serialize(result, JsonOptions)));
        }
        else
        {
            text(new ShownText(console.Output));
        }

        console.Output.Flush();
    }

    /// <summary>What was typed, as a shell takes it.</summary>
    public static string CommandLineOf(ParseResult parseResult) =>
        "dataworth " + string.Join(' ', parseResult.Tokens.Select(token => Quote(token.Value)));

    /// <summary>A word as a shell takes it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
