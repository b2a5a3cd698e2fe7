using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using DataWorth.Runtime;
using Serilog.Core;
using TorchSharp;

namespace DataWorth.Cli.Hosting;

/// <summary>What happens around a command: log, libtorch, errors and exit codes.</summary>
internal sealed class CommandRunner(DataWorthCommand command, ParseResult parseResult, CommandConsole console, StopSignals? signals)
{
    /// <summary>The number of threads that libtorch takes by itself.</summary>
    private static readonly Lazy<int> s_threads = new(torch.get_num_threads);

    private readonly bool _json = parseResult.GetValue(GlobalOptions.Json);
    private readonly bool _verbose = parseResult.GetValue(GlobalOptions.Verbose);

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        try
        {
            using var log = LogFactory.Create(console, _verbose, LogFileOf(parseResult));
            var start = Stopwatch.GetTimestamp();
            LogStart(log);
            var exitCode = Run(log);
            log.Debug("Ended with exit code {ExitCode} after {Seconds:0.000} s", exitCode, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return exitCode;
        }
        catch (UserErrorException exception)
        {
            // The log itself.
            ErrorReport.Write(console, _json, exception.Message, command.BadInput);
            return command.BadInput;
        }
    }

    /// <summary>Says what is wrong with a command line; the help too where no command is named.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RefuseAsync(RootCommand root, ParseResult parseResult, string[] arguments, CommandConsole console)
    {
        var json = arguments.Contains(GlobalOptions.Json.Name, StringComparer.Ordinal);
        var hasNoCommand = parseResult.UnmatchedTokens.Count == 0 && parseResult.CommandResult.Command.Subcommands.Count > 0;
        if (hasNoCommand && !json)
        {
            await root.Parse([.. arguments, "--help"]).InvokeAsync(new() { Output = console.Output }).ConfigureAwait(false);
        }

        var message = ParseErrorText.Describe(parseResult);
        try
        {
            using var log = LogFactory.Create(CommandConsole.OfWriters(TextWriter.Null, TextWriter.Null), false, LogFileOf(parseResult));
            log.Error("{CommandLine:l}: {Error:l}", "dataworth " + string.Join(' ', arguments), message);
        }
        catch (UserErrorException exception)
        {
            message += " " + exception.Message;
        }

        var exitCode = (parseResult.CommandResult.Command as DataWorthCommand)?.BadInput ?? ExitCodes.BadInput;
        ErrorReport.Write(console, json, message, exitCode);
        return exitCode;
    }

    /// <summary>Says that a command was ended because a step of it took too long to stop.</summary>
    public static void GiveUp(CommandConsole console, string[] arguments, int exitCode) =>
        ErrorReport.Write(
            console,
            arguments.Contains(GlobalOptions.Json.Name, StringComparer.Ordinal),
            "stopped in the middle of a step that did not end in time. Everything finished is in the store; the same command goes on from there.",
            exitCode
        );

    private int Run(Logger log)
    {
        try
        {
            using var telemetry = TelemetryExport.OfEnvironment();
            if (command.UsesLibTorch)
            {
                LibTorchLoader.Load(LibTorchContext.Folder);

                // libtorch's number is each thread's own: what ran before on this one would change how sums round.
                torch.set_num_threads(s_threads.Value);
                ComputeDevice.Choose();
            }

            return command.Run(new CommandContext(parseResult, console.With(log), log, signals?.Token ?? CancellationToken.None));
        }
        catch (Exception exception)
        {
            return Report(exception, log);
        }
    }

    private int Report(Exception exception, Logger log)
    {
        var (message, exitCode) = (command.Typed(ErrorText.MessageOf(exception)), command.ExitCodeOf(exception));
        if (exitCode == ExitCodes.Cancelled)
        {
            exitCode = signals?.ExitCode ?? exitCode;
            message +=
                exception is TrainingStoppedException ? " A training that is not finished is not kept: the same command begins it anew."
                : command.GoesOnFromStore ? " Everything finished is in the store; the same command goes on from there."
                : "";
            log.Debug("Stopped");
        }
        else
        {
            LogFailure(exception, message, log);
        }

        if (!_verbose && !ErrorText.IsExpected(exception))
        {
            message = message.TrimEnd('.') + ". This was not expected; run again with --verbose to see where it happened.";
        }

        ErrorReport.Write(console, _json, message, exitCode);
        return exitCode;
    }

    // What the person who typed the command can put right is no defect, whose place would have to be found: that is a detail.
    private void LogFailure(Exception exception, string message, Logger log)
    {
        if (ErrorText.IsExpected(exception))
        {
            log.Error("The command '{Command:l}' failed: {Error:l}", command.Name, message);
            log.Debug(exception, "Where it happened");
        }
        else
        {
            log.Error(exception, "The command '{Command:l}' failed", command.Name);
        }
    }

    private static string TextOf(object? value) =>
        value is IEnumerable<string> texts ? string.Join(' ', texts) : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private void LogStart(Logger log)
    {
        log.Debug(
            "{CommandLine:l} on DataWorth {Version:l}, .NET {Runtime:l}, {System:l}, {Processors} processors",
            CommandContext.CommandLineOf(parseResult),
            typeof(CommandRunner).Assembly.GetName().Version?.ToString(3),
            Environment.Version.ToString(),
            System.Runtime.InteropServices.RuntimeInformation.OSDescription,
            Environment.ProcessorCount
        );
        foreach (var result in command.Options.Select(parseResult.GetResult).OfType<OptionResult>())
        {
            var value = result.Implicit
                ? TextOf(result.GetValueOrDefault<object>())
                : string.Join(' ', result.Tokens.Select(token => token.Value));
            log.Debug("Option {Option:l} is {Value}", result.Option.Name, Secrets.ValueOf(result.Option.Name, value));
        }
    }

    // Also of a command line that is otherwise wrong.
    private static FileInfo? LogFileOf(ParseResult parseResult)
    {
        var path =
            parseResult.GetResult(GlobalOptions.LogFile) is { Tokens: [.., var token] } ? token.Value
            : Environment.GetEnvironmentVariable(GlobalOptions.LogVariable) is { Length: > 0 } variable ? variable
            : null;
        return path is null ? null : new FileInfo(path);
    }
}
