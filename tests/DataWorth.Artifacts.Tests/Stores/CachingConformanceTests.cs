namespace DataWorth.Artifacts.Tests;

/// <summary>The conformance suite on files through a cache.</summary>
public sealed class CachingConformanceTests : ArtifactStoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<IArtifactStore> _store;

    public CachingConformanceTests()
    {
        _store = new Lazy<IArtifactStore>(Reopen);
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

    protected override IArtifactStore Reopen() =>
        new CachingArtifactStore(new FileArtifactStore(_folder["store"]), _folder["cache"], blockBytes: 4 << 10);
}
