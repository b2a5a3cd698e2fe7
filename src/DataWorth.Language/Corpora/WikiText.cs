using DataWorth.Models.Data;

namespace DataWorth.Language.Corpora;

/// <summary>Reads files of WikiText: one document per article (Merity, Xiong, Bradbury and Socher, arXiv:1609.07843).</summary>
/// <remarks>An article begins with a level-1 heading, a line '= Title =' between two empty lines; deeper headings have more signs ('= =
/// Part = =').</remarks>
public static class WikiText
{
    /// <summary>The name of the data set and of its directory.</summary>
    public const string Name = "wikitext";

    /// <summary>Finds and reads a file of the data set. It has no address of its own: put it below 'text/wikitext/' of a data
    /// directory.</summary>
    /// <param name="locator">Finds the file.</param>
    /// <param name="fileName">The name of the file, such as 'wikitext-2.valid.txt'.</param>
    /// <exception cref="DataUnavailableException">The file is nowhere.</exception>
    /// <exception cref="InvalidDataException">The file has no heading.</exception>
    public static async Task<TextCorpus> LoadAsync(DataLocator locator, string fileName)
    {
        ArgumentNullException.ThrowIfNull(locator);
        return Read(await locator.LocateAsync(File(fileName)).ConfigureAwait(false));
    }

    /// <summary>A file of the data set.</summary>
    /// <param name="fileName">The name of the file.</param>
    public static DataFile File(string fileName) => new($"text/{Name}/{fileName}");

    /// <summary>Reads a file. The texts of the documents, one after the other, are its content.</summary>
    /// <param name="path">The file, UTF-8 unless its byte-order mark says otherwise.</param>
    /// <exception cref="InvalidDataException">The file has no heading, or bytes that do not fit its encoding.</exception>
    public static TextCorpus Read(string path)
    {
        var split = Path.GetFileNameWithoutExtension(path);
        TextDocument[] documents = [.. Split(TextFile.Read(path), split)];
        if (documents.Length == 0)
        {
            Throw.NoDocuments(path);
        }

        return new TextCorpus(split, documents, new DatasetProvenance("WikiText (arXiv:1609.07843)", "CC BY-SA 3.0", [path]));
    }

    /// <summary>Cuts a text into its articles.</summary>
    /// <param name="text">The text.</param>
    /// <param name="idPrefix">The beginning of the ids.</param>
    /// <returns>The articles; what stands before the first heading belongs to the first. None if there is no heading.</returns>
    public static IEnumerable<TextDocument> Split(string text, string idPrefix)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? title = null;
        int begin = 0,
            count = 0,
            start = 0;
        var afterEmpty = true;
        while (start < text.Length)
        {
            var end = LineEnd(text, start);
            var line = text.AsSpan(start, end - start).Trim();
            if (afterEmpty && IsHeading(line) && text.AsSpan(end, LineEnd(text, end) - end).Trim().IsEmpty)
            {
                var next = line[2..^2].ToString();
                if (title is not null)
                {
                    yield return Document(start);
                    begin = start;
                }

                title = next;
            }

            afterEmpty = text.AsSpan(start, end - start).Trim().IsEmpty;
            start = end;
        }

        if (title is not null)
        {
            yield return Document(text.Length);
        }

        TextDocument Document(int end) => new($"{idPrefix}-{count++:D5}", title!, text[begin..end]);
    }

    private static int LineEnd(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end + 1;
    }

    private static bool IsHeading(ReadOnlySpan<char> line) =>
        line.Length > 4
        && line.StartsWith("= ", StringComparison.Ordinal)
        && line.EndsWith(" =", StringComparison.Ordinal)
        && line[2] != '='
        && line[^3] != '=';
}
