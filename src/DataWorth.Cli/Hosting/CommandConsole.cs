using Serilog;
using Serilog.Core;
using Spectre.Console;

namespace DataWorth.Cli.Hosting;

/// <summary>The two streams of the command: results go to <see cref="Output"/>, everything for people's eyes on the way to
/// <see cref="Messages"/>.</summary>
/// <param name="output">Standard output: tables, or one JSON document with --json.</param>
/// <param name="messages">Standard error: progress, logs, errors.</param>
/// <param name="log">Told how long stages take; null for nobody.</param>
internal sealed class CommandConsole(TextWriter output, IAnsiConsole messages, ILogger? log = null)
{
    // A pipe has no width: sentences stay whole.
    private const int NoWidth = 4096;

    /// <summary>Standard output.</summary>
    public TextWriter Output => output;

    /// <summary>Standard error, with colours and live progress where it is a terminal.</summary>
    public IAnsiConsole Messages => messages;

    /// <summary>Told how long stages take.</summary>
    public ILogger Log { get; } = log ?? Logger.None;

    /// <summary>Whether live progress can be drawn; otherwise progress is printed as plain lines.</summary>
    public bool IsInteractive => messages.Profile.Capabilities.Interactive && messages.Profile.Capabilities.Ansi;

    /// <summary>The console of this process.</summary>
    public static CommandConsole OfProcess() => new(Console.Out, Create(Console.Error, !Console.IsErrorRedirected, NoWidth));

    /// <summary>A console over two writers that are no terminals.</summary>
    public static CommandConsole OfWriters(TextWriter output, TextWriter messages) => new(output, Create(messages, false, NoWidth));

    /// <summary>The same console with a log.</summary>
    public CommandConsole With(ILogger log) => new(output, messages, log);

    /// <summary>A sentence on standard error that says what failed.</summary>
    public void WriteError(string message) => messages.MarkupLine($"[red]dataworth:[/] {Shown(message)}");

    /// <summary>A sentence on standard error that the user should know, though the command succeeds.</summary>
    public void WriteWarning(string message) => messages.MarkupLine($"[yellow]warning:[/] {Shown(message)}");

    private static string Shown(string message) => Markup.Escape(ShownText.Of(Secrets.Hide(ErrorText.WithoutParameters(message))));

    /// <summary>Such sentences.</summary>
    public void WriteWarnings(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            WriteWarning(message);
        }
    }

    /// <summary>A console that renders tables to standard output.</summary>
    /// <param name="writer">Standard output, or what stands for it.</param>
    public IAnsiConsole Tables(TextWriter writer)
    {
        writer = writer is ShownText { Inner: var inner } ? inner : writer; // cells are what is shown before they are laid out
        return Create(writer, isTerminal: ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected);
    }

    /// <summary>A console that renders tables to <paramref name="writer"/>, plain when it is no terminal, and as wide as the terminal, COLUMNS
    /// or 80.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal) => Create(writer, isTerminal, Terminal.PipeWidth);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int widthOfAPipe)
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
            console.Profile.Width = widthOfAPipe;
        }

        console.Profile.Capabilities.Unicode = Terminal.HasUnicode;
        if (!Terminal.HasUnicode)
        {
            console.Pipeline.Attach(new AsciiBorders());
        }

        return console;
    }
}
