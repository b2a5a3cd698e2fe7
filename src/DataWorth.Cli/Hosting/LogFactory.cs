using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace DataWorth.Cli.Hosting;

/// <summary>Makes the log of one run.</summary>
internal static class LogFactory
{
    /// <summary>A log to standard error and, optionally, to a file of JSON lines.</summary>
    /// <param name="console">The streams.</param>
    /// <param name="verbose">Whether debug events are shown.</param>
    /// <param name="logFile">The file, or null.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static Logger Create(CommandConsole console, bool verbose, FileInfo? logFile)
    {
        var shown = verbose ? LogEventLevel.Debug : LogEventLevel.Information;
        ConsoleLogSink sink = new(console.Messages, showsFailures: verbose);
        var configuration = new LoggerConfiguration().MinimumLevel.Debug().Enrich.With(new ShardEnricher()).WriteTo.Sink(sink, shown);
        List<string> made = [];
        if (logFile is not null)
        {
            RequireWritable(logFile, made.Add);
            configuration = configuration.WriteTo.File(new SecretFreeFormatter(), logFile.FullName);
        }

        var log = configuration.CreateLogger();
        made.ForEach(text => log.Information("{Text:l}", text));
        return log;
    }

    private static void RequireWritable(FileInfo logFile, Action<string> say)
    {
        try
        {
            OutputFolder.Make(logFile.Directory, say);
            using FileStream stream = new(logFile.FullName, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The log file '{logFile}' cannot be written: {exception.Message} Give --log-file a path in a folder that can be written, or unset {GlobalOptions.LogVariable}.",
                exception
            );
        }
    }
}
