using System.Globalization;

namespace DataWorth.Cli.Hosting;

/// <summary>What the environment says about where text is shown.</summary>
internal static class Terminal
{
    private const int UsualWidth = 80;
    private const int LeastWidth = 20;

    /// <summary>Columns of tables where there is no terminal: COLUMNS, or 80.</summary>
    public static int PipeWidth =>
        int.TryParse(Variable("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns > 0
            ? Math.Max(columns, LeastWidth)
            : UsualWidth;

    /// <summary>Whether lines can be drawn with other characters than ASCII: not with the locale C or POSIX, and not with
    /// TERM=dumb.</summary>
    public static bool HasUnicode =>
        Variable("TERM") != "dumb" && (Variable("LC_ALL") ?? Variable("LC_CTYPE") ?? Variable("LANG")) is not ("C" or "POSIX");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
