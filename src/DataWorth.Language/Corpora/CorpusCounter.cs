namespace DataWorth.Language.Corpora;

/// <summary>Counts what is in a corpus while its documents are read for something else.</summary>
/// <remarks>In memory are 16 bytes and the id of each document.</remarks>
public sealed class CorpusCounter
{
    private readonly List<string> _empty = [];
    private readonly List<(string Id, string Original)> _duplicates = [];
    private readonly Dictionary<UInt128, string> _seen = [];
    private long _documents;

    /// <summary>Number of characters so far, in UTF-16 units.</summary>
    public long Characters { get; private set; }

    /// <summary>What was counted so far.</summary>
    public CorpusSummary Summary => new(_documents, Characters, [.. _empty], [.. _duplicates]);

    /// <summary>Counts a document.</summary>
    /// <param name="document">The document.</param>
    public void Add(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        _documents++;
        Characters += document.Text.Length;
        if (document.Text.Length == 0)
        {
            _empty.Add(document.Id);
            return;
        }

        var hash = TextHash.Of(document.Text);
        if (!_seen.TryAdd(hash, document.Id))
        {
            _duplicates.Add((document.Id, _seen[hash]));
        }
    }
}
