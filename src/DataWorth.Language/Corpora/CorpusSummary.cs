namespace DataWorth.Language.Corpora;

/// <summary>What is in a corpus, and what may not be meant: nothing of it is left out.</summary>
/// <param name="Documents">Number of documents.</param>
/// <param name="Characters">Number of their characters, in UTF-16 units.</param>
/// <param name="Empty">Ids of documents without text.</param>
/// <param name="Duplicates">Ids of documents with the text of an earlier one, and the id of that.</param>
public sealed record CorpusSummary(
    long Documents,
    long Characters,
    IReadOnlyList<string> Empty,
    IReadOnlyList<(string Id, string Original)> Duplicates
)
{
    /// <summary>Reads documents once, one at a time.</summary>
    /// <param name="documents">The documents.</param>
    public static CorpusSummary Of(IEnumerable<TextDocument> documents)
    {
        var (count, characters) = (0L, 0L);
        List<string> empty = [];
        List<(string, string)> duplicates = [];
        Dictionary<UInt128, string> seen = [];
        foreach (var document in documents)
        {
            count++;
            characters += document.Text.Length;
            if (document.Text.Length == 0)
            {
                empty.Add(document.Id);
            }
            else if (!seen.TryAdd(TextHash.Of(document.Text), document.Id))
            {
                duplicates.Add((document.Id, seen[TextHash.Of(document.Text)]));
            }
        }

        return new(count, characters, empty, duplicates);
    }
}
