namespace DataWorth.Cli.Commands.Run;

/// <summary>The command line that begins this program again.</summary>
internal static class ProgramCommand
{
    /// <summary>The words before the command.</summary>
    public static IReadOnlyList<string> Words { get; } = Find();

    private static IReadOnlyList<string> Find()
    {
        var assembly = typeof(ProgramCommand).Assembly.Location;
        var process = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(assembly) ? [process!]
            : Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process!, assembly]
            : ["dotnet", assembly];
    }
}
