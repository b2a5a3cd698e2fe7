namespace DataWorth.Tests;

/// <summary>Finds real data for tests: DATAWORTH_DATA, or 'shared/data' beside the checkout. Nothing is downloaded.</summary>
internal static class SharedData
{
    /// <summary>The path of a file or directory below a data directory, or null.</summary>
    /// <param name="relativePath">Such as 'tokenizers/gpt2/encoder.json'.</param>
    internal static string? Find(string relativePath) =>
        Places().Select(place => Path.Combine(place, relativePath)).FirstOrDefault(path => File.Exists(path) || Directory.Exists(path));

    /// <summary>The path of a file or directory, which the test's <see cref="DataFactAttribute"/> names.</summary>
    /// <param name="relativePath">Such as 'tokenizers/gpt2/encoder.json'.</param>
    internal static string Locate(string relativePath) =>
        Find(relativePath)
        ?? throw new FileNotFoundException(
            $"'{relativePath}' is in no data directory ({string.Join(", ", Places().Where(Directory.Exists))})."
        );

    /// <summary>True on a build machine that has, or names, a data directory: its tests do not skip.</summary>
    internal static bool IsExpected =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
        && (Environment.GetEnvironmentVariable("DATAWORTH_DATA") is { Length: > 0 } || Places().Any(Directory.Exists));

    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("DATAWORTH_DATA") is { Length: > 0 } directory)
        {
            yield return directory;
        }

        for (DirectoryInfo? parent = new(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            yield return Path.Combine(parent.FullName, "shared", "data");
        }
    }
}
