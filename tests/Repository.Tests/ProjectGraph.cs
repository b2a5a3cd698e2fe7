using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>The projects of the repository and what they refer to, read from the project files.</summary>
internal static class ProjectGraph
{
    /// <summary>Full paths of all project files.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [.. new[] { "src", "eval", "tests" }.SelectMany(folder => RepositoryFiles.List(folder, ".csproj"))];

    /// <summary>The direct references of each project by name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> References { get; } =
        Files.ToDictionary(NameOf, file => ReferencesOf(XDocument.Load(file)), StringComparer.Ordinal);

    /// <summary>The packages that a project refers to.</summary>
    public static IReadOnlySet<string> PackagesOf(string file) =>
        XDocument
            .Load(file)
            .Descendants("PackageReference")
            .Select(element => (string)element.Attribute("Include")!)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a project: its file name without the extension.</summary>
    public static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static IReadOnlySet<string> ReferencesOf(XDocument project) =>
        project
            .Descendants("ProjectReference")
            .Select(element => NameOf(((string)element.Attribute("Include")!).Replace('\\', '/')))
            .ToHashSet(StringComparer.Ordinal);
}
