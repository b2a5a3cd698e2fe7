
namespace DataWorth.Cli.Tests.Commands;

/// <summary>A test on Azurite; skipped with the reason where it cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute()
    {
        Skip = AzuriteServer.UnavailableBecause;
    }
}
