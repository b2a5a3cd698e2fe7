using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace DataWorth.Artifacts.Azure;

/// <summary>Objects as block blobs of a container.</summary>
/// <remarks>
/// Blocks are staged in parallel and committed with <c>If-None-Match: *</c>, so that the first writer of a name wins. Reads fetch ranges in
/// parallel, pinned to the
/// ETag that was seen at the opening. The SDK repeats failed requests with growing, jittered waits, and continues answers that break off.
/// Blocks of a writer that was killed are invisible, and the service drops them by itself after a week.
/// </remarks>
public sealed class AzureBlobArtifactStore : IArtifactStore
{
    private readonly BlobContainerClient _container;
    private readonly AzureBlobAddress _address;
    private readonly string _prefix;
    private volatile bool _containerChecked;

    /// <summary>Opens a store; nothing is sent before it is used.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="options">How blobs are reached; defaults (DefaultAzureCredential) when null; its cache is not used here.</param>
    /// <exception cref="ArgumentException">An option is not possible, or the connection string is of another account.</exception>
    public AzureBlobArtifactStore(AzureBlobAddress address, AzureBlobStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        Options = options ?? new AzureBlobStoreOptions();
        Options.Validate();
        Downloads = new SemaphoreSlim(Options.ParallelTransfers);
        _address = address;
        _prefix = address.Prefix.Length == 0 ? string.Empty : address.Prefix + "/";
        _container = BlobClients.Create(address, Options);
    }

    /// <inheritdoc/>
    public string Description => _address.ToString();

    internal AzureBlobStoreOptions Options { get; }

    /// <summary>Lets so many ranges be downloaded at once.</summary>
    internal SemaphoreSlim Downloads { get; }

    /// <inheritdoc/>
    public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlockBlobClient(BlobName(name));
        cancellationToken.ThrowIfCancellationRequested();
        EnsureContainer(cancellationToken);
        return new AzureBlobObjectWriter(this, name, blob, expectedLength);
    }

    /// <inheritdoc/>
    public IArtifactObject Open(string name, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(BlobName(name));
        try
        {
            BlobProperties properties = blob.GetProperties(cancellationToken: cancellationToken);
            return new AzureBlobObject(this, name, blob, properties.ContentLength, properties.ETag);
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception))
        {
            Throw.ObjectNotFound(name, Description, exception);
            throw;
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotRead(Display(name), exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Exists(string name, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(BlobName(name));
        try
        {
            return blob.Exists(cancellationToken);
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotRead(Display(name), exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default)
    {
        ArtifactName.ValidatePrefix(prefix);
        cancellationToken.ThrowIfCancellationRequested();
        List<ArtifactObjectInfo> found = [];
        try
        {
            foreach (var item in _container.GetBlobs(BlobTraits.None, BlobStates.None, _prefix + prefix, cancellationToken))
            {
                found.Add(
                    new ArtifactObjectInfo(
                        item.Name[_prefix.Length..],
                        item.Properties.ContentLength ?? 0,
                        item.Properties.LastModified ?? DateTimeOffset.MinValue
                    )
                );
            }
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception))
        {
            return [];
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotRead(Display(prefix), exception);
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return found;
    }

    /// <inheritdoc/>
    public bool Delete(string name, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(BlobName(name));
        try
        {
            return blob.DeleteIfExists(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception))
        {
            return false;
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotWrite(Display(name), null, exception);
            throw;
        }
    }

    /// <summary>Reports nothing: staged blocks are invisible, and the service drops them a week after the last was staged.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
        DateTimeOffset before,
        bool preview,
        CancellationToken cancellationToken = default
    ) => [];

    /// <inheritdoc/>
    public void Dispose() => Downloads.Dispose();

    /// <summary>The object's whole address, for errors.</summary>
    internal string Display(string name) => $"{Description}/{name}";

    private string BlobName(string name)
    {
        ArtifactName.Validate(name);
        return _prefix + name;
    }

    private void EnsureContainer(CancellationToken cancellationToken)
    {
        if (_containerChecked || !Options.CreateContainer)
        {
            return;
        }

        try
        {
            _container.CreateIfNotExists(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            // A credential for the container alone may not make one; if it is missing, the first write says so.
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotWrite(Description, null, exception);
        }

        _containerChecked = true;
    }
}
