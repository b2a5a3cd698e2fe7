using System.Xml.Linq;
using DataWorth.Tests.Shared;

namespace Contracts.Tests;

/// <summary>Product and evaluation reach the contract layers only through the properties that the packages can take the place of.</summary>
public sealed class ProductReferenceTests
{
    private static readonly string[] s_contracts = ["TorchSharp", "Microsoft.ML", "Microsoft.ML.Tokenizers"];

    public static TheoryData<string> Projects =>
    [
        .. RepositoryFiles.List("src", ".csproj").Concat(RepositoryFiles.List("eval", ".csproj"))
            .Select(RepositoryFiles.Relative)
            .Where(path => !s_contracts.Contains(Path.GetFileNameWithoutExtension(path))),
    ];

    [Fact]
    public void Projects_AreFound() => Assert.Contains("src/DataWorth/DataWorth.csproj", RepositoryFiles.List("src", ".csproj").Select(RepositoryFiles.Relative));

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProductProject_NamesNoContractLayerAndNoPackageOfOne(string path)
    {
        XDocument project = XDocument.Load(RepositoryFiles.PathOf(path));
        string[] named =
        [
            .. project.Descendants("ProjectReference").Select(element => Path.GetFileNameWithoutExtension(((string)element.Attribute("Include")!).Replace('\\', '/'))),
            .. project.Descendants("PackageReference").Concat(project.Descendants("Reference")).Select(element => ((string)element.Attribute("Include")!).Split(',')[0]),
        ];

        Assert.True(
            !named.Any(IsContract),
            $"{path} refers to {string.Join(", ", named.Where(IsContract))}: set UsesTorchSharp, UsesMicrosoftML or UsesTokenizers, so that the package can take its place.");
    }

    private static bool IsContract(string name) => s_contracts.Contains(name) || name.StartsWith("TorchSharp-", StringComparison.Ordinal) || name.StartsWith("libtorch", StringComparison.Ordinal);
}
