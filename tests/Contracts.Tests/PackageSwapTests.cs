namespace Contracts.Tests;

/// <summary>One property exchanges a contract layer for the package of its name.</summary>
public sealed class PackageSwapTests
{
    private const string Product = "src/DataWorth/DataWorth.csproj";
    private const string All = "tests/Contracts.Tests/Contracts.Tests.csproj";
    private static readonly string[] s_packages = ["TorchSharp", "TorchSharp-cpu", "TorchSharp-cuda-linux", "Microsoft.ML", "Microsoft.ML.Tokenizers"];
    private static readonly string[] s_layers = ["TorchSharp", "Microsoft.ML", "Microsoft.ML.Tokenizers"];

    [Fact]
    public void WithoutAProperty_TheLayersAreReferenced_AndNoPackage()
    {
        ProjectEvaluation evaluation = ProjectEvaluation.Of(All);

        Assert.Equal(s_layers.Order(), evaluation.Projects.Intersect(s_layers).Order());
        Assert.Empty(evaluation.Packages.Intersect(s_packages));
    }

    [Theory]
    [InlineData("Accelerator=cuda", "TorchSharp-cuda-linux")]
    [InlineData("Accelerator=cpu", "TorchSharp-cpu")]
    [InlineData("Accelerator=", "TorchSharp-cpu")]
    public void UseTorchSharpPackage_ReferencesThePackages_OfTheAccelerator_AndNoLayer(string accelerator, string runtime)
    {
        ProjectEvaluation evaluation = ProjectEvaluation.Of(Product, "UseTorchSharpPackage=true", accelerator);

        Assert.Equal(["TorchSharp", runtime], evaluation.Packages.Intersect(s_packages).Order());
        Assert.DoesNotContain("TorchSharp", evaluation.Projects);
        Assert.Contains("Microsoft.ML", evaluation.Projects);
    }

    [Theory]
    [InlineData("UseMicrosoftMLPackage", "Microsoft.ML")]
    [InlineData("UseTokenizersPackage", "Microsoft.ML.Tokenizers")]
    public void OtherProperties_ReferenceTheirPackages_AndNotTheLayer(string property, string package)
    {
        ProjectEvaluation evaluation = ProjectEvaluation.Of(All, $"{property}=true");

        Assert.Equal([package], evaluation.Packages.Intersect(s_packages));
        Assert.Equal(s_layers.Except([package]).Order(), evaluation.Projects.Intersect(s_layers).Order());
    }

    [Fact]
    public void AllProperties_LeaveNoLayer_AndEveryPackageHasAnExactCentralVersion()
    {
        ProjectEvaluation evaluation = ProjectEvaluation.Of(
            All, "UseTorchSharpPackage=true", "UseMicrosoftMLPackage=true", "UseTokenizersPackage=true", "Accelerator=cuda");

        Assert.Empty(evaluation.Projects.Intersect(s_layers));
        Assert.All(s_packages, package => Assert.Matches(@"^\[\d+\.\d+\.\d+\]$", evaluation.VersionOf(package)));
    }
}
