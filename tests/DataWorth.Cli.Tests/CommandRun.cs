using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Tests;

/// <summary>Runs the command inside the test process and keeps what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Messages)
{
    public static async Task<CommandRun> Of(
        string[] arguments,
        CancellationToken cancellationToken = default,
        IReadOnlyList<TaskDescription>? tasks = null
    )
    {
        using StringWriter output = new();
        using StringWriter messages = new();
        var exitCode = await CommandApplication.RunAsync(arguments, CommandConsole.OfWriters(output, messages), cancellationToken, tasks);
        return new CommandRun(exitCode, output.ToString(), messages.ToString());
    }

    public static Task<CommandRun> Of(string commandLine) => Of(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
