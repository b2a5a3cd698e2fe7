namespace DataWorth.Language.Corpora;

/// <summary>A block of tokens as a person reads it: which characters of which documents.</summary>
/// <param name="Id">The id of the block.</param>
/// <param name="Parts">Its documents, in order; at least one.</param>
/// <param name="Tokens">The characters of each of its tokens, [T]: together they are the texts of the parts. A character whose bytes lie in
/// several tokens is given to the first; tokens of beginning and end are empty.</param>
public sealed record Passage(string Id, IReadOnlyList<PassagePart> Parts, IReadOnlyList<string> Tokens)
{
    /// <summary>The text, its documents one after the other.</summary>
    public string Text => string.Join("\n\n", Parts.Select(part => part.Text));

    /// <summary>The part with the most characters.</summary>
    public PassagePart Main => Parts.MaxBy(part => part.Text.Length)!;

    /// <summary>Where its main part begins: document and character, such as 'emma.txt, character 1,204'.</summary>
    public string Place => PlaceOf(Main.Document, Main.Offset);

    /// <summary>Where a run of tokens begins, as <see cref="Place"/> says it.</summary>
    /// <param name="span">The run.</param>
    public static string PlaceOf(DocumentSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return PlaceOf(span.Document, span.Text.Start);
    }

    /// <summary>Finds passages. Documents are read twice, one at a time: once for the blocks and once for the texts.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="documents">The documents that the blocks are made of.</param>
    /// <param name="ids">Ids of the blocks that are wanted; those that are not there are left out.</param>
    /// <param name="cancellationToken">Stops between two documents.</param>
    public static IReadOnlyDictionary<string, Passage> Find(
        IEnumerable<TokenBlock> blocks,
        IEnumerable<TextDocument> documents,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(documents);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        Dictionary<string, TokenBlock> found = new(StringComparer.Ordinal);
        foreach (var block in blocks.Where(block => wanted.Contains(block.Id)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found[block.Id] = block;
            if (found.Count == wanted.Count)
            {
                break;
            }
        }

        var places = found
            .Values.SelectMany(block => block.Spans, (block, span) => (Block: block, Span: span))
            .ToLookup(place => place.Span.Document, StringComparer.Ordinal);
        Dictionary<DocumentSpan, string> texts = new(ReferenceEqualityComparer.Instance);
        var left = places.Count;
        foreach (var document in left == 0 ? [] : documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (_, span) in places[document.Id])
            {
                texts[span] = document.Text.Substring(span.Text.Start, span.Text.Length);
            }

            if (places.Contains(document.Id) && --left == 0)
            {
                break;
            }
        }

        return found.ToDictionary(entry => entry.Key, entry => Of(entry.Value, texts), StringComparer.Ordinal);
    }

    private static string PlaceOf(string document, int offset) => FormattableString.Invariant($"{document}, character {offset:n0}");

    private static Passage Of(TokenBlock block, Dictionary<DocumentSpan, string> texts)
    {
        List<string> tokens = [];
        foreach (var span in block.Spans)
        {
            var (text, end) = (texts[span], 0);
            for (var place = span.Start; place < span.Start + span.Length; place++)
            {
                var (start, stop) = (block.Characters[place].Start - span.Text.Start, block.Characters[place].End - span.Text.Start);
                tokens.Add(stop <= end ? "" : text[Math.Max(start, end)..stop]);
                end = Math.Max(end, stop);
            }
        }

        return new(
            block.Id,
            [.. block.Spans.Select(span => new PassagePart(span.Document, span.Title, span.Text.Start, texts[span]))],
            tokens
        );
    }
}
