using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>Kills in chosen stages, on Azurite.</summary>
public sealed class AzuriteStageKillTests : StageKillSuite
{
    protected override TimeSpan Longest => TimeSpan.FromMilliseconds(400);

    protected override string NewAddress() => AzuriteServer.NewAddress().ToString();

    protected override IArtifactStore Open(string address) => AzuriteTest.Open(AzureBlobAddress.Parse(address));

    private protected override BuildProcess Start(string[] arguments) =>
        new(
            new Dictionary<string, string> { [Program.ConnectionVariable] = AzuriteServer.Instance.ConnectionString() },
            typeof(AzuriteStageKillTests).Assembly.Location,
            arguments
        );
}
