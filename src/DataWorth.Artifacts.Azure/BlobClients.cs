using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace DataWorth.Artifacts.Azure;

/// <summary>Makes the SDK's client of a container from an address and options.</summary>
internal static class BlobClients
{
    public static BlobContainerClient Create(AzureBlobAddress address, AzureBlobStoreOptions options)
    {
        if (options.ConnectionString is { } connectionString)
        {
            return FromConnectionString(connectionString, address, options);
        }

        var endpoint = options.Endpoint ?? new Uri($"https://{address.Account}.blob.core.windows.net");
        var container = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{address.Container}");
        var clientOptions = ClientOptions(options);
        if (options.SasToken is { } sas)
        {
            return new BlobContainerClient(container, new AzureSasCredential(sas.TrimStart('?')), clientOptions);
        }

        return new BlobContainerClient(container, options.Credential ?? new DefaultAzureCredential(), clientOptions);
    }

    private static BlobContainerClient FromConnectionString(
        string connectionString,
        AzureBlobAddress address,
        AzureBlobStoreOptions options
    )
    {
        BlobContainerClient container;
        try
        {
            container = new BlobContainerClient(connectionString, address.Container, ClientOptions(options));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Without the inner exception: its text may repeat parts of the connection string.
            Throw.BadConnectionString(address);
            throw;
        }

        if (container.AccountName != address.Account)
        {
            Throw.OtherAccount(address, container.AccountName);
        }

        return container;
    }

    private static BlobClientOptions ClientOptions(AzureBlobStoreOptions options)
    {
        var clientOptions = new BlobClientOptions();
        clientOptions.Retry.Mode = RetryMode.Exponential;
        clientOptions.Retry.MaxRetries = options.MaxRetries;
        clientOptions.Retry.Delay = options.RetryDelay;
        clientOptions.Retry.MaxDelay = options.MaxRetryDelay;
        clientOptions.Retry.NetworkTimeout = options.NetworkTimeout;
        clientOptions.Diagnostics.IsTelemetryEnabled = false;
        return clientOptions;
    }
}
