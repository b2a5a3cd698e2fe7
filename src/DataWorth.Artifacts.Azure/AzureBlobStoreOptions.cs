using Azure.Core;

namespace DataWorth.Artifacts.Azure;

/// <summary>How blobs are reached, moved and cached. Its text form names no credential.</summary>
/// <remarks>The credential is the first that is given of <see cref="ConnectionString"/>, <see cref="SasToken"/>, <see cref="Credential"/>;
/// otherwise DefaultAzureCredential.</remarks>
public sealed class AzureBlobStoreOptions
{
    /// <summary>A connection string of the account; its account must be that of the address. Default null.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A shared access signature for the container or the account, with or without the leading '?'. Default null.</summary>
    public string? SasToken { get; init; }

    /// <summary>A credential of Azure.Identity or of the caller's own. Default null.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>The blob service's address; ignored with a connection string. Default null:
    /// <c>https://ACCOUNT.blob.core.windows.net</c>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Makes the container when it is missing and the credential may. Default true.</summary>
    public bool CreateContainer { get; init; } = true;

    /// <summary>Bytes of an uploaded block and of a downloaded range, from 64 KiB to 1 GiB. Default 8 MiB.</summary>
    public int BlockBytes { get; init; } = 8 << 20;

    /// <summary>Blocks in flight per object being written, and ranges in flight of all reads together, at least 1. Default two per
    /// processor, 4 to 16: more of them
    /// on few processors take turns instead of time.</summary>
    public int ParallelTransfers { get; init; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    /// <summary>Times that a failed request is repeated, at least 0. Default 6.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>Wait before the first repetition; doubled each time, with jitter. Default 0.4 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>Longest wait before a repetition. Default 15 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long nothing may arrive before a request counts as failed. Default 60 s.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Folder of the local cache of downloaded blocks, shared by processes. Default null: no cache.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Bytes that the cache may hold; the least recently used objects go first. Default 20 GiB.</summary>
    public long CacheBytes { get; init; } = 20L << 30;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockBytes, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BlockBytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(ParallelTransfers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(NetworkTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(CacheBytes);
    }
}
