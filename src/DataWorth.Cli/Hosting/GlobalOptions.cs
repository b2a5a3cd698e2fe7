using System.CommandLine;

namespace DataWorth.Cli.Hosting;

/// <summary>The options that every command understands.</summary>
internal static class GlobalOptions
{
    /// <summary>--verbose</summary>
    public static Option<bool> Verbose { get; } =
        new("--verbose", "-v") { Description = "Log details, and print the stack trace of an error.", Recursive = true };

    /// <summary>--log-file</summary>
    public static Option<FileInfo?> LogFile { get; } =
        new("--log-file")
        {
            Description = "Also write the log to this file, one JSON object per line.",
            HelpName = "path",
            Recursive = true,
        };

    /// <summary>--json</summary>
    public static Option<bool> Json { get; } =
        new("--json")
        {
            Description = "Print the result as one JSON document on standard output (messages stay on standard error).",
            Recursive = true,
        };
}
