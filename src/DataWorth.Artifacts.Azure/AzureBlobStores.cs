namespace DataWorth.Artifacts.Azure;

/// <summary>Makes <see cref="ArtifactStores.Open"/> understand <c>az://account/container/prefix</c>.</summary>
public static class AzureBlobStores
{
    /// <summary>Registers the scheme <c>az</c>.</summary>
    /// <param name="options">How blobs are reached; defaults (DefaultAzureCredential, no cache) when null.</param>
    public static void Register(AzureBlobStoreOptions? options = null) =>
        ArtifactStores.Register(AzureBlobAddress.Scheme, address => new AzureBlobArtifactStore(AzureBlobAddress.Parse(address), options));
}
