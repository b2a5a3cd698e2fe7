using System.Text;
using System.Text.Unicode;

namespace DataWorth.Models.Data;

/// <summary>Reads text files, one document each.</summary>
public static class PlainText
{
    /// <summary>Reads files. One that is not UTF-8 is taken for ISO-8859-1.</summary>
    /// <param name="name">The name of the corpus.</param>
    /// <param name="paths">The files; their names without extension become ids and titles.</param>
    /// <param name="licence">The licence of the texts.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static TextCorpus Read(string name, IReadOnlyList<string> paths, string licence = "not stated")
    {
        ArgumentNullException.ThrowIfNull(paths);
        TextDocument[] documents =
        [
            .. paths.Select(path =>
            {
                var title = Path.GetFileNameWithoutExtension(path);
                return new TextDocument($"{name}-{title}", title, ReadText(path));
            }),
        ];
        return new TextCorpus(name, documents, new DatasetProvenance(name, licence, paths));
    }

    private static string ReadText(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }
}
