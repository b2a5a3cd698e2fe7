namespace DataWorth.Models.Data;

/// <summary>Finds the files of data sets: explicit directory, DATAWORTH_DATA, own cache, '../shared/data' beside the checkout, and last a
/// download.</summary>
/// <param name="options">Where to search.</param>
/// <param name="httpClient">The client for downloads. Default null: one is made when needed.</param>
public sealed class DataLocator(DataLocatorOptions options, HttpClient? httpClient = null)
{
    /// <summary>The options.</summary>
    public DataLocatorOptions Options { get; } = options;

    /// <summary>The directories that are searched, in order.</summary>
    public IReadOnlyList<string> Places { get; } = [.. SearchPlaces(options).Distinct(StringComparer.Ordinal)];

    /// <summary>Finds a file on this machine; never downloads.</summary>
    /// <param name="file">The file. A gzip file may also lie there unpacked, without its '.gz'.</param>
    /// <returns>The full path, or null.</returns>
    public string? Find(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Places.SelectMany(place => Candidates(place, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Finds a file on this machine or downloads it into the cache.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told about a download as it goes on.</param>
    /// <param name="cancellationToken">Stops a download; what has arrived is kept and the next attempt goes on from there.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="DataUnavailableException">The file is nowhere and cannot be downloaded.</exception>
    /// <exception cref="InvalidDataException">The download does not have the expected SHA-256.</exception>
    public async Task<string> LocateAsync(
        DataFile file,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (Find(file) is string found)
        {
            return found;
        }

        if (Options.ExplicitDirectory is string directory)
        {
            Throw.NotInExplicitDirectory(file, directory);
        }

        var cachePath = Options.CacheDirectory is null ? null : Path.GetFullPath(Path.Combine(Options.CacheDirectory, file.RelativePath));
        if (file.Address is null || file.Sha256 is null || cachePath is null || !Options.AllowDownload)
        {
            Throw.NotFound(file, Places, cachePath);
        }

        var client = httpClient ?? new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            await new Downloader(client, Options, file, cachePath, progress).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (httpClient is null)
            {
                client.Dispose();
            }
        }

        return cachePath;
    }

    private static IEnumerable<string> SearchPlaces(DataLocatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ExplicitDirectory is string directory)
        {
            yield return Path.GetFullPath(directory);
            yield break;
        }

        if (options.EnvironmentDirectory is string environment)
        {
            yield return Path.GetFullPath(environment);
        }

        if (options.CacheDirectory is string cache)
        {
            yield return Path.GetFullPath(cache);
        }

        foreach (var start in options.SearchFrom)
        {
            for (var parent = new DirectoryInfo(start).Parent; parent is not null; parent = parent.Parent)
            {
                var shared = Path.Combine(parent.FullName, "shared", "data");
                if (Directory.Exists(shared))
                {
                    yield return shared;
                }
            }
        }
    }

    // Below the directory, or in it directly if it is the data set's own directory; packed or unpacked.
    private static IEnumerable<string> Candidates(string place, DataFile file)
    {
        foreach (var path in (string[])[Path.Combine(place, file.RelativePath), Path.Combine(place, Path.GetFileName(file.RelativePath))])
        {
            yield return path;
            if (path.EndsWith(".gz", StringComparison.Ordinal))
            {
                yield return path[..^3];
            }
        }
    }
}
