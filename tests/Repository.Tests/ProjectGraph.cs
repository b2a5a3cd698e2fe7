using System.Xml.Linq;
using DataWorth.Tests.Shared;

namespace Repository.Tests;

/// <summary>The projects of the repository and what they refer to, read from the project files.</summary>
internal static class ProjectGraph
{
    // The properties of infra/build/Repository.targets that stand for a reference to a contract layer.
    private static readonly Dictionary<string, string> s_contractProperties = new(StringComparer.Ordinal)
    {
        ["UsesTorchSharp"] = "TorchSharp",
        ["UsesMicrosoftML"] = "Microsoft.ML",
        ["UsesTokenizers"] = "Microsoft.ML.Tokenizers",
    };

    /// <summary>Full paths of all project files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. new[] { "src", "eval", "tests" }.SelectMany(folder => RepositoryFiles.List(folder, ".csproj"))];

    /// <summary>The direct references of each project by name, contract layers included.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> References { get; } =
        Files.ToDictionary(NameOf, file => ReferencesOf(XDocument.Load(file)), StringComparer.Ordinal);

    /// <summary>The packages that a project refers to.</summary>
    public static IReadOnlySet<string> PackagesOf(string file) =>
        XDocument.Load(file).Descendants("PackageReference").Select(element => (string)element.Attribute("Include")!).ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a project: its file name without the extension.</summary>
    public static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static IReadOnlySet<string> ReferencesOf(XDocument project)
    {
        HashSet<string> references = project.Descendants("ProjectReference")
            .Select(element => NameOf(((string)element.Attribute("Include")!).Replace('\\', '/')))
            .ToHashSet(StringComparer.Ordinal);
        foreach ((string property, string contract) in s_contractProperties)
        {
            if (project.Descendants(property).Any(element => element.Value == "true"))
            {
                references.Add(contract);
            }
        }

        return references;
    }
}
