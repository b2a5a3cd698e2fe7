using System.Text;
using DataWorth.Models.Data;

namespace DataWorth.Language.Corpora;

/// <summary>Reads text files, one document each.</summary>
public static class PlainText
{
    /// <summary>Reads files. Their bytes must fit their encoding: none is guessed and no character is replaced.</summary>
    /// <param name="name">The name of the corpus.</param>
    /// <param name="paths">The files; their names without extension become titles, and ids after the corpus' name and '-'. Where two names
    /// are the same, the ids are the paths below the folder that holds all files.</param>
    /// <param name="licence">The licence of the texts.</param>
    /// <param name="encoding">The encoding of files without a byte-order mark. Default UTF-8.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file has bytes that do not fit its encoding, or is no text.</exception>
    /// <exception cref="ArgumentException">A file is given twice.</exception>
    public static TextCorpus Read(string name, IReadOnlyList<string> paths, string licence = "not stated", Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] titles = [.. paths.Select(path => Path.GetFileNameWithoutExtension(path))];
        var ids = titles.Distinct(StringComparer.Ordinal).Count() == titles.Length ? titles : Below(paths);
        var documents = paths.Select(
            (path, index) => new TextDocument($"{name}-{ids[index]}", titles[index], TextFile.Read(path, encoding))
        );
        return new TextCorpus(name, [.. documents], new DatasetProvenance(name, licence, paths));
    }

    // The paths below the deepest folder that holds all, with '/' between their parts.
    private static string[] Below(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(path => Path.GetFullPath(path).Split(Path.DirectorySeparatorChar))];
        var shared = Enumerable
            .Range(0, parts.Min(path => path.Length) - 1)
            .TakeWhile(depth => parts.All(path => path[depth] == parts[0][depth]))
            .Count();
        return [.. parts.Select(path => string.Join('/', path[shared..]))];
    }
}
