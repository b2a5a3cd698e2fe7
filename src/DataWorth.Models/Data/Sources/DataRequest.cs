namespace DataWorth.Models.Data.Sources;

/// <summary>What a format is asked to open.</summary>
/// <param name="Options">The options; they are valid.</param>
/// <param name="Like">The encoding of the fit, which says the size of images; null for the data of a fit.</param>
/// <param name="Locator">Finds known data sets; null finds none.</param>
/// <param name="Progress">Told about downloads.</param>
/// <param name="CancellationToken">Stops a download.</param>
internal sealed record DataRequest(
    DataOptions Options,
    DataEncoding? Like,
    DataLocator? Locator,
    IProgress<DownloadProgress>? Progress,
    CancellationToken CancellationToken
);
