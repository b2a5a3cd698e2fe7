namespace DataWorth.Models.Data;

/// <summary>Where <see cref="DataLocator"/> searches. Nothing here is read from the environment by the library: the command line fills
/// it.</summary>
public sealed record DataLocatorOptions
{
    /// <summary>The name of the environment variable whose value belongs in <see cref="EnvironmentDirectory"/>.</summary>
    public const string EnvironmentVariable = "DATAWORTH_DATA";

    /// <summary>A directory named explicitly. If set, no other place is searched and nothing is downloaded. Default null.</summary>
    public string? ExplicitDirectory { get; init; }

    /// <summary>The value of the environment variable DATAWORTH_DATA. Default null.</summary>
    public string? EnvironmentDirectory { get; init; }

    /// <summary>The project's own cache, which takes downloads too. Default null: no cache and no download.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Directories from each of which every parent P is searched for 'P/../shared/data'. Default none.</summary>
    public IReadOnlyList<string> SearchFrom { get; init; } = [];

    /// <summary>Whether a file found nowhere may be downloaded into the cache. Default true.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>The number of attempts of a download, each going on where the last one broke off; at least 1. Default 3.</summary>
    public int DownloadAttempts { get; init; } = 3;

    /// <summary>The longest silence of a server before the connection counts as broken. Default 30 s.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fills the options from an environment: DATAWORTH_DATA, and the cache in $XDG_CACHE_HOME/dataworth or
    /// ~/.cache/dataworth.</summary>
    /// <param name="readVariable">Gives the value of an environment variable, or null.</param>
    /// <param name="workingDirectory">The working directory of the process.</param>
    /// <param name="programDirectory">The directory of the running program.</param>
    public static DataLocatorOptions Create(Func<string, string?> readVariable, string workingDirectory, string programDirectory)
    {
        ArgumentNullException.ThrowIfNull(readVariable);
        var home = NullIfEmpty(readVariable("HOME"));
        var cacheHome = NullIfEmpty(readVariable("XDG_CACHE_HOME")) ?? (home is null ? null : Path.Combine(home, ".cache"));
        return new()
        {
            EnvironmentDirectory = NullIfEmpty(readVariable(EnvironmentVariable)),
            CacheDirectory = cacheHome is null ? null : Path.Combine(cacheHome, "dataworth"),
            SearchFrom = [workingDirectory, programDirectory],
        };
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
