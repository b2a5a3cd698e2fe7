using System.Text.Json.Nodes;

namespace DataWorth.Cli.Pipelines;

/// <summary>Paths in files are meant from where the file lies, and named in full: shards run elsewhere.</summary>
internal static class FilePaths
{
    /// <summary>The folder that paths of a file are meant from.</summary>
    public static string FolderOf(string file) =>
        File.Exists(file) ? Path.GetDirectoryName(Path.GetFullPath(file))! : Environment.CurrentDirectory;

    /// <summary>Names paths in full; what is none stays as it is.</summary>
    /// <param name="root">The values of the file.</param>
    /// <param name="folder">The folder that they are meant from.</param>
    /// <param name="places">Where they are: names with dots between them.</param>
    public static void Locate(JsonObject root, string folder, params IEnumerable<string> places)
    {
        foreach (var names in places.Select(place => place.Split('.')))
        {
            var section = names[..^1].Aggregate((JsonObject?)root, (inner, name) => inner?[name] as JsonObject);
            if (section?[names[^1]] is JsonValue path)
            {
                section[names[^1]] = Full(path.ToString(), folder);
            }
        }
    }

    private static string Full(string path, string folder)
    {
        if (path.Length == 0)
        {
            return path;
        }

        var full = Path.GetFullPath(Path.Combine(folder, path));
        return Exists(full) || path.AsSpan().ContainsAny('*', '?') ? full
            : Exists(path) ? Path.GetFullPath(path)
            : path; // a known name, or an error that says so
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
