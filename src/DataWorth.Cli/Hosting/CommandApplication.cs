using System.CommandLine;
using System.CommandLine.Help;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Doctor;
using DataWorth.Cli.Commands.Evaluate;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Commands.Inspect;
using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Commands.Store;
using DataWorth.Cli.Commands.Version;
using DataWorth.Evaluation.Tasks;
using DataWorth.Runtime;
using Spectre.Console;
using TorchSharp;

namespace DataWorth.Cli.Hosting;

/// <summary>The whole command: its tree of subcommands, and what happens around each of them.</summary>
internal static class CommandApplication
{
    /// <summary>How long a command may take to stop after Ctrl-C before the process is ended.</summary>
    private static readonly TimeSpan s_terminationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The number of threads that libtorch takes by itself.</summary>
    private static readonly Lazy<int> s_threads = new(torch.get_num_threads);

    /// <summary>Parses the arguments and runs the command they name.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="console">The streams to use.</param>
    /// <param name="cancellationToken">Stops the command, as Ctrl-C does.</param>
    /// <param name="tasks">The tasks that an evaluation can name; null for those of <see cref="TaskTable"/>.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments,
        CommandConsole console,
        CancellationToken cancellationToken = default,
        IReadOnlyList<TaskDescription>? tasks = null
    )
    {
        StoreAddress.Register();
        var root = CreateRoot(console, tasks ?? TaskTable.Tasks);
        var parseResult = root.Parse(arguments);
        var isHelp = parseResult.Action is HelpWithExamples;
        if (parseResult.Errors.Count > 0 && !isHelp)
        {
            if (parseResult.UnmatchedTokens.Count == 0 && parseResult.CommandResult.Command.Subcommands.Count > 0)
            {
                await root.Parse([.. arguments, "--help"])
                    .InvokeAsync(new() { Output = console.Output }, cancellationToken)
                    .ConfigureAwait(false);
            }

            WriteError(console, ParseErrorText.Describe(parseResult));
            return ExitCodes.BadInput;
        }

        InvocationConfiguration configuration = new()
        {
            Output = console.Output,
            Error = new StringWriter(),
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_terminationTimeout,
        };
        return await parseResult.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds the tree of commands.</summary>
    public static RootCommand CreateRoot(CommandConsole console, IReadOnlyList<TaskDescription> tasks)
    {
        RootCommand root = new(
            "Which training examples made this model say that, and what is each example worth? Training data attribution for .NET."
        )
        {
            GlobalOptions.Verbose,
            GlobalOptions.LogFile,
            GlobalOptions.Json,
            new QuickstartCommand(),
            new FitCommand(),
            new TopKCommand(),
            new ScoreCommand(),
            new SuspectsCommand(),
            new ReportCommand(),
            new InspectCommand(),
            new DataCommand(),
            new StoreCommand(),
            new EvaluateCommand(tasks),
            new DoctorCommand(),
            new VersionCommand(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Connect(root, console);
        return root;
    }

    private static void Connect(Command command, CommandConsole console)
    {
        if (command is DataWorthCommand own)
        {
            own.SetAction(
                (parseResult, cancellationToken) =>
                    Task.Run(() => Execute(own, parseResult, console, cancellationToken), CancellationToken.None)
            );
        }

        foreach (var subcommand in command.Subcommands)
        {
            Connect(subcommand, console);
        }
    }

    private static int Execute(
        DataWorthCommand command,
        ParseResult parseResult,
        CommandConsole console,
        CancellationToken cancellationToken
    )
    {
        var verbose = parseResult.GetValue(GlobalOptions.Verbose);
        try
        {
            using var log = LogFactory.Create(console, verbose, parseResult.GetValue(GlobalOptions.LogFile));
            try
            {
                if (command.UsesLibTorch)
                {
                    LibTorchLoader.Load(LibTorchContext.Folder);

                    // libtorch's number is each thread's own: what ran before on this one would change how sums round.
                    torch.set_num_threads(s_threads.Value);
                }

                return command.Run(new CommandContext(parseResult, console, log, cancellationToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.Debug(exception, "The command '{Command}' failed", command.Name);
                throw;
            }
        }
        catch (Exception exception)
        {
            WriteError(console, ErrorText.MessageOf(exception));
            var exitCode = ErrorText.ExitCodeOf(exception);
            if (exitCode == ExitCodes.Failure && !verbose)
            {
                WriteError(console, "this was not expected; run again with --verbose to see where it happened.");
            }

            return exitCode;
        }
    }

    /// <summary>A sentence on standard error that the user should know, though the command succeeds.</summary>
    public static void WriteWarning(CommandConsole console, string message) =>
        console.Messages.MarkupLine($"[yellow]warning:[/] {Markup.Escape(message)}");

    /// <summary>One sentence on standard error.</summary>
    public static void WriteError(CommandConsole console, string message) =>
        console.Messages.MarkupLine($"[red]dataworth:[/] {Markup.Escape(message)}");
}
