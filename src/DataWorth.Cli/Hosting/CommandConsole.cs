using Spectre.Console;

namespace DataWorth.Cli.Hosting;

/// <summary>The two streams of the command: results go to <see cref="Output"/>, everything for people's eyes on the way to
/// <see cref="Messages"/>.</summary>
/// <param name="output">Standard output: tables, or one JSON document with --json.</param>
/// <param name="messages">Standard error: progress, logs, errors.</param>
internal sealed class CommandConsole(TextWriter output, IAnsiConsole messages)
{
    /// <summary>Standard output.</summary>
    public TextWriter Output => output;

    /// <summary>Standard error, with colours and live progress where it is a terminal.</summary>
    public IAnsiConsole Messages => messages;

    /// <summary>Whether live progress can be drawn; otherwise progress is printed as plain lines.</summary>
    public bool IsInteractive => messages.Profile.Capabilities.Interactive && messages.Profile.Capabilities.Ansi;

    /// <summary>The console of this process.</summary>
    public static CommandConsole OfProcess() => new(Console.Out, Create(Console.Error, !Console.IsErrorRedirected));

    /// <summary>A console over two writers that are no terminals.</summary>
    public static CommandConsole OfWriters(TextWriter output, TextWriter messages) => new(output, Create(messages, isTerminal: false));

    /// <summary>A console that renders tables to <paramref name="writer"/>, plain when it is no terminal.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            }
        );
        if (!isTerminal)
        {
            // A pipe has no width: long lines stay whole.
            console.Profile.Width = 4096;
        }

        return console;
    }
}
