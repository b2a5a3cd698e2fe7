using System.Text.Json;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Hosting;

/// <summary>Says that a command failed: one sentence on standard error, and with --json a document on standard output.</summary>
internal static class ErrorReport
{
    /// <summary>Writes an error.</summary>
    /// <param name="console">The streams.</param>
    /// <param name="json">Whether standard output is for a program.</param>
    /// <param name="message">The sentence.</param>
    /// <param name="exitCode">The exit code that follows.</param>
    public static void Write(CommandConsole console, bool json, string message, int exitCode)
    {
        message = Secrets.Hide(message);
        console.WriteError(message);
        if (json)
        {
            var error = new
            {
                Message = message,
                Kind = KindOf(exitCode),
                ExitCode = exitCode,
            };
            try
            {
                console.Output.WriteLine(JsonSerializer.Serialize(new { Error = error }, CommandContext.JsonOptions));
                console.Output.Flush();
            }
            catch (IOException)
            {
                // Standard output is full or closed: standard error has the message.
            }
        }
    }

    private static string KindOf(int exitCode) =>
        exitCode switch
        {
            ExitCodes.BadInput or (int)ShardExit.Permanent => "wrong-input",
            ExitCodes.MissingInstallation => "missing-installation",
            ExitCodes.Cancelled or ExitCodes.Terminated => "stopped",
            _ => "failure",
        };
}
