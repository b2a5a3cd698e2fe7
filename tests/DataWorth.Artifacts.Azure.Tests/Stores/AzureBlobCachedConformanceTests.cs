
namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>The conformance suite on Azurite through the local cache.</summary>
[RequiresAzurite]
public sealed class AzureBlobCachedConformanceTests : ArtifactStoreConformance
{
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress("");
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<IArtifactStore> _store;

    public AzureBlobCachedConformanceTests()
    {
        _store = new Lazy<IArtifactStore>(() => AzuriteTest.Open(_address, cacheFolder: _folder.Path));
    }

    protected override IArtifactStore Store => _store.Value;

    public override void Dispose()
    {
        base.Dispose();
        if (_store.IsValueCreated)
        {
            _store.Value.Dispose();
        }

        _folder.Dispose();
    }

    protected override IArtifactStore Reopen() => AzuriteTest.Open(_address, cacheFolder: _folder.Path);
}
