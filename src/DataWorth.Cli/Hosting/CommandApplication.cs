using System.CommandLine;
using System.CommandLine.Help;
using DataWorth.Cli.Commands.Ask;
using DataWorth.Cli.Commands.Completion;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Doctor;
using DataWorth.Cli.Commands.Evaluate;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Commands.Help;
using DataWorth.Cli.Commands.Inspect;
using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Commands.Run;
using DataWorth.Cli.Commands.Serve;
using DataWorth.Cli.Commands.Store;
using DataWorth.Cli.Commands.Version;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Hosting;

/// <summary>The whole command: its tree of subcommands, and how a command line finds one of them.</summary>
internal static class CommandApplication
{
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
        using StopSignals signals = new(cancellationToken, exitCode => CommandRunner.GiveUp(console, arguments, exitCode));
        var root = CreateRoot(console, tasks ?? TaskTable.Tasks, signals);
        var parseResult = root.Parse(arguments);
        if (RepeatedOptions.Reduce(parseResult) is { } reduced)
        {
            parseResult = root.Parse(reduced);
        }

        if (parseResult.Errors.Count > 0 && parseResult.Action is not HelpWithExamples)
        {
            return await CommandRunner.RefuseAsync(root, parseResult, arguments, console).ConfigureAwait(false);
        }

        InvocationConfiguration configuration = new()
        {
            Output = console.Output,
            Error = new StringWriter(),
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parseResult.InvokeAsync(configuration, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Builds the tree of commands.</summary>
    /// <param name="console">The streams that the commands use.</param>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    /// <param name="signals">Stops commands; null where none will run.</param>
    public static RootCommand CreateRoot(CommandConsole console, IReadOnlyList<TaskDescription> tasks, StopSignals? signals = null)
    {
        RootCommand root = new(
            "Which training examples made this model say that, and what is each example worth? Training data attribution for .NET."
        )
        {
            new QuickstartCommand(),
            new FitCommand(),
            new AskCommand(),
            new ServeCommand(),
            new TopKCommand(),
            new ScoreCommand(),
            new SuspectsCommand(),
            new ReportCommand(),
            new PlanCommand(tasks),
            new RunCommand(tasks),
            new RenderCommand(tasks),
            new StatusCommand(),
            new LogsCommand(),
            new CancelCommand(),
            new ShardCommand(tasks),
            new WorkerCommand(tasks),
            new InspectCommand(),
            new DataCommand(),
            new StoreCommand(),
            new EvaluateCommand(tasks),
            new DoctorCommand(),
            new VersionCommand(),
            new CompletionCommand(),
        };
        root.Subcommands.Add(new HelpCommand(root));
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Connect(root, console, signals);
        return root;
    }

    private static void Connect(Command command, CommandConsole console, StopSignals? signals)
    {
        if (command is DataWorthCommand own)
        {
            own.SetAction((parseResult, _) => Task.Run(() => new CommandRunner(own, parseResult, console, signals).Run()));
        }

        foreach (var subcommand in command.Subcommands)
        {
            Connect(subcommand, console, signals);
        }
    }
}
