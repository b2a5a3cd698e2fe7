namespace DataWorth.Artifacts.Tests;

/// <summary>A test on Azurite; skipped with the reason where it cannot be had. Also the attribute of the shared conformance
/// suite.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreFactAttribute : FactAttribute
{
    public StoreFactAttribute()
    {
        Skip = DataWorth.Tests.Shared.AzuriteServer.UnavailableBecause;
    }
}
