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
        ArgumentNullException.ThrowIfNull(documents);
        CorpusCounter counter = new();
        foreach (var document in documents)
        {
            counter.Add(document);
        }

        return counter.Summary;
    }
}
