namespace DataWorth.Artifacts.Tests;

/// <summary>As <see cref="StoreFactAttribute"/>, over data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreTheoryAttribute : TheoryAttribute
{
    public StoreTheoryAttribute()
    {
        Skip = DataWorth.Tests.Shared.AzuriteServer.UnavailableBecause;
    }
}
