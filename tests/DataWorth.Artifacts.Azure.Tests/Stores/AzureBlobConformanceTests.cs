namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>The conformance suite on Azurite.</summary>
[RequiresAzurite]
public sealed class AzureBlobConformanceTests : ArtifactStoreConformance
{
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress();
    private readonly Lazy<IArtifactStore> _store;

    public AzureBlobConformanceTests()
    {
        _store = new Lazy<IArtifactStore>(() => AzuriteTest.Open(_address));
    }

    protected override IArtifactStore Store => _store.Value;

    protected override IArtifactStore Reopen() => AzuriteTest.Open(_address);
}
