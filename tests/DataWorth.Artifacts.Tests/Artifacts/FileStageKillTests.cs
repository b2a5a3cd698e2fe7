namespace DataWorth.Artifacts.Tests;

/// <summary>Kills in chosen stages, on files.</summary>
public sealed class FileStageKillTests : StageKillSuite
{
    private readonly TemporaryFolder _folder = new();
    private int _stores;

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    protected override TimeSpan Longest => TimeSpan.FromMilliseconds(60);

    protected override string NewAddress() => "file:" + _folder[$"store-{_stores++}"];

    protected override IArtifactStore Open(string address) => ArtifactStores.Open(address);

    private protected override BuildProcess Start(string[] arguments) => new(typeof(FileStageKillTests).Assembly.Location, arguments);
}
