namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>The conformance tests of a class need Azurite.</summary>
internal sealed class RequiresAzuriteAttribute : RequirementAttribute
{
    public override string? MissingBecause => AzuriteServer.UnavailableBecause;
}
