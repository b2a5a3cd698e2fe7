using IOPath = System.IO.Path;

namespace DataWorth.Models.Data.Sources;

/// <summary>The file of a table.</summary>
/// <param name="Path">The file.</param>
/// <param name="Split">What the ids of its rows begin with: the split, or the name of the file.</param>
/// <param name="SplitOfRows">The value of the column called split that rows must have; null for all rows.</param>
internal sealed record TableFile(string Path, string Split, string? SplitOfRows)
{
    /// <summary>What was skipped to find it, a sentence each.</summary>
    internal IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Whether a path is a file with one of the extensions, or a folder that has one.</summary>
    internal static bool IsAt(string path, params string[] extensions) =>
        File.Exists(path) ? Fits(path, extensions) : Directory.Exists(path) && Files(path, extensions).Any();

    /// <summary>The file that the options mean.</summary>
    /// <exception cref="InvalidDataException">A folder has none or several of that split.</exception>
    internal static TableFile Find(DataOptions options, params string[] extensions)
    {
        if (!Directory.Exists(options.Path))
        {
            return new(options.Path, options.Split ?? Stem(options.Path), options.Split);
        }

        string[] files = [.. Files(options.Path, extensions)];
        string[] found = [.. files.Where(file => options.Split is null || Stem(file) == options.Split)];
        if (found.Length != 1)
        {
            Throw.NotOneFile(options.Path, options.Split, [.. files.Select(file => IOPath.GetFileName(file)!)], extensions);
        }

        return new(found[0], Stem(found[0]), null)
        {
            Notices = [.. VisibleEntries.Notice([.. VisibleEntries.HiddenFiles(options.Path, file => Fits(file, extensions))])],
        };
    }

    private static string Stem(string path) => IOPath.GetFileNameWithoutExtension(path);

    private static IEnumerable<string> Files(string folder, string[] extensions) =>
        VisibleEntries.Files(folder).Where(file => Fits(file, extensions));

    private static bool Fits(string path, string[] extensions) =>
        extensions.Contains(IOPath.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
