namespace DataWorth.Artifacts.Tests;

public sealed class MemoryArtifactStoreTests : ArtifactStoreConformance
{
    private readonly MemoryArtifactStore _store = new();

    protected override IArtifactStore Store => _store;

    protected override IArtifactStore Reopen() => _store;
}
