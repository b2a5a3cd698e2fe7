namespace DataWorth.Cli.Hosting;

/// <summary>Lists within a sentence.</summary>
internal static class Listed
{
    private const int Shown = 6;

    /// <summary>The first six, and how many there are besides.</summary>
    public static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
