namespace DataWorth.Models.Data.Sources;

/// <summary>What a folder has for a reader: no names that begin with a point, and not the folders that macOS (__MACOSX) and Synology (@eaDir)
/// leave beside data.</summary>
internal static class VisibleEntries
{
    private static readonly HashSet<string> s_hidden = new(StringComparer.OrdinalIgnoreCase) { "__MACOSX", "@eaDir" };

    /// <summary>Whether a file or folder is hidden, by its name.</summary>
    internal static bool IsHidden(string path) => Path.GetFileName(path) is var name && (name.StartsWith('.') || s_hidden.Contains(name));

    /// <summary>The files, in the order of their names.</summary>
    internal static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Where(path => !IsHidden(path)).Order(StringComparer.Ordinal);

    /// <summary>The folders, in the order of their names.</summary>
    internal static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(path => !IsHidden(path)).Order(StringComparer.Ordinal);

    /// <summary>Hidden files that would be read, in the order of their names.</summary>
    internal static IEnumerable<string> HiddenFiles(string folder, Func<string, bool> isRead) =>
        Directory.EnumerateFiles(folder).Where(path => IsHidden(path) && isRead(path)).Order(StringComparer.Ordinal);

    /// <summary>Hidden folders, in the order of their names.</summary>
    internal static IEnumerable<string> HiddenFolders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(IsHidden).Order(StringComparer.Ordinal);

    /// <summary>How many were skipped, in a sentence; none where there were none.</summary>
    /// <param name="skipped">Their paths.</param>
    internal static IEnumerable<string> Notice(IReadOnlyList<string> skipped) =>
        skipped.Count == 0 ? []
        : skipped.Count == 1 ? [$"A hidden entry is skipped: '{skipped[0]}'."]
        : [$"{skipped.Count} hidden entries are skipped, such as '{skipped[0]}'."];
}
