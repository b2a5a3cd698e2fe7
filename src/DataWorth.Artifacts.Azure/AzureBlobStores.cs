namespace DataWorth.Artifacts.Azure;

/// <summary>Makes <see cref="ArtifactStores.Open"/> understand <c>az://account/container/prefix</c>.</summary>
public static class AzureBlobStores
{
    /// <summary>Registers the scheme <c>az</c>.</summary>
    /// <param name="options">How blobs are reached; defaults (DefaultAzureCredential, no cache) when null.</param>
    public static void Register(AzureBlobStoreOptions? options = null) => Register(_ => options);

    /// <summary>Registers the scheme <c>az</c> with options that are asked for whenever a store is opened.</summary>
    /// <param name="options">How the blobs of an address are reached; null for the defaults.</param>
    public static void Register(Func<AzureBlobAddress, AzureBlobStoreOptions?> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArtifactStores.Register(
            AzureBlobAddress.Scheme,
            text =>
            {
                var address = AzureBlobAddress.Parse(text);
                return Open(address, options(address));
            }
        );
    }

    /// <summary>Refuses a service that cannot be reached, within seconds: requests of a store are repeated for much longer.</summary>
    /// <param name="address">Where the store is.</param>
    /// <param name="options">How blobs are reached; defaults when null.</param>
    /// <param name="limit">How long it is tried.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArtifactStorageException">There is no connection.</exception>
    public static void RequireContact(
        AzureBlobAddress address,
        AzureBlobStoreOptions? options,
        TimeSpan limit,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(address);
        var service = BlobClients.Create(address, options ?? new()).Uri;
        if (BlobContact.TryAsync(service, limit, cancellationToken).GetAwaiter().GetResult() is { } reason)
        {
            Throw.NoContact(address, reason);
        }
    }

    /// <summary>Opens a store, through a local cache where one is asked for.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="options">How blobs are reached; defaults (DefaultAzureCredential, no cache) when null.</param>
    /// <exception cref="ArgumentException">An option is not possible, or the connection string is of another account.</exception>
    public static IArtifactStore Open(AzureBlobAddress address, AzureBlobStoreOptions? options = null)
    {
        var store = new AzureBlobArtifactStore(address, options);
        return options?.CacheFolder is { } folder ? new CachingArtifactStore(store, folder, options.CacheBytes, options.BlockBytes) : store;
    }
}
