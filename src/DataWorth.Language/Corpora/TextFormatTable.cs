using System.Text;
using DataWorth.Models.Data;

namespace DataWorth.Language.Corpora;

/// <summary>The formats of files of texts.</summary>
public static class TextFormatTable
{
    /// <summary>The formats.</summary>
    public static IReadOnlyList<TextFormat> Formats { get; } =
    [
        new("text", "a document a file, as it is", [".txt", ".text", ".md"], ReadWhole),
        new("lines", "a document a line; lines end with LF, CR LF or CR, empty ones are none", [], ReadLines),
        new("wikitext", "a document an article of WikiText, which begins with a line ' = Title = '", [".tokens"], ReadArticles),
        new("json-lines", "a document an object of JSON, a line each", [".jsonl", ".ndjson"], JsonLines.Read),
        new("parquet", "a document a row of Apache Parquet", [".parquet"], ParquetTexts.Read),
    ];

    /// <summary>Encoding by its name.</summary>
    internal static Encoding EncodingOf(TextDataOptions options)
    {
        try
        {
            return Encoding.GetEncoding(options.Encoding);
        }
        catch (ArgumentException exception)
        {
            Throw.UnknownEncoding(options.Encoding, exception);
            throw;
        }
    }

    private static IEnumerable<TextDocument> ReadWhole(string path, string id, TextDataOptions options)
    {
        yield return new(id, Path.GetFileNameWithoutExtension(path), TextFile.Read(path, EncodingOf(options)));
    }

    private static IEnumerable<TextDocument> ReadLines(string path, string id, TextDataOptions options)
    {
        var number = 0L;
        foreach (var (_, line) in LineReader.Read(path, EncodingOf(options)))
        {
            foreach (var part in line.Split('\r'))
            {
                number++;
                if (part.Length > 0)
                {
                    yield return new($"{id}:{number}", $"{Path.GetFileNameWithoutExtension(path)}, line {number}", part);
                }
            }
        }
    }

    private static IEnumerable<TextDocument> ReadArticles(string path, string id, TextDataOptions options)
    {
        var isEmpty = true;
        foreach (var article in WikiText.Split(TextFile.Read(path, EncodingOf(options)), id))
        {
            isEmpty = false;
            yield return article;
        }

        if (isEmpty)
        {
            Throw.NoDocuments(path);
        }
    }
}
