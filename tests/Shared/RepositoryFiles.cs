using System.Runtime.CompilerServices;

namespace DataWorth.Tests.Shared;

/// <summary>Finds files of the repository from a test.</summary>
internal static class RepositoryFiles
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder, given by its parts below the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>All files below a folder of the repository with an extension such as ".cs", as full paths in a stable order.</summary>
    public static IReadOnlyList<string> List(string folder, string extension) =>
        [.. Directory.EnumerateFiles(PathOf(folder), "*" + extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>A path as people write it: relative to the root, with slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) ?? "" })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Workflow.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Workflow.sln.");
    }
}
