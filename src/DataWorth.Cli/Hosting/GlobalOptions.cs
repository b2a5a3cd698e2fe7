using System.CommandLine;

namespace DataWorth.Cli.Hosting;

/// <summary>The options that every command understands.</summary>
internal static class GlobalOptions
{
    /// <summary>Variable that names the log file where --log-file does not.</summary>
    public const string LogVariable = "DATAWORTH_LOG";

    /// <summary>--verbose</summary>
    public static Option<bool> Verbose { get; } =
        new("--verbose", "-v") { Description = "Show details, and where an error happened.", Recursive = true };

    /// <summary>--log-file</summary>
    public static Option<string?> LogFile { get; } =
        new("--log-file")
        {
            Description = $"Write a log of JSON lines too. Default: {LogVariable}.",
            HelpName = "path",
            Recursive = true,
        };

    /// <summary>--json</summary>
    public static Option<bool> Json { get; } =
        new("--json") { Description = "Print the result, or the error, as one JSON document.", Recursive = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Verbose, LogFile, Json];
}
