using Microsoft.ML.Data;

namespace DataWorth.Language.Corpora;

/// <summary>One row of a language-model data set, in the form that MLContext.Data.LoadFromEnumerable reads, with the text that a person
/// reads.</summary>
public sealed class TokenBlock
{
    private const int MostNamed = 3;

    /// <summary>The stable name of the row: corpus and number of the block, such as 'wikitext-2.valid/block-00042', or the document and its
    /// first token, such as 'emma.txt@512'.</summary>
    public string Id { get; set; } = "";

    /// <summary>The tokens, [T].</summary>
    public int[] InputIds { get; set; } = [];

    /// <summary>Whether each token is one that the loss counts when it is predicted, [T].</summary>
    public bool[] Counts { get; set; } = [];

    /// <summary>The title of <see cref="Main"/>.</summary>
    public string Title { get; set; } = "";

    /// <summary>The id of its document.</summary>
    public string Document { get; set; } = "";

    /// <summary>The first character of that document in the block, in UTF-16 units.</summary>
    public int Character { get; set; }

    /// <summary>The documents of the block, in order; they cover it without gaps. Sets <see cref="Title"/>, <see cref="Document"/> and
    /// <see cref="Character"/> too.</summary>
    [NoColumn]
    public IReadOnlyList<DocumentSpan> Spans
    {
        get;
        set
        {
            field = value;
            (Title, Document, Character) = value.Count == 0 ? ("", "", 0) : (Main.Title, Main.Document, Main.Offset);
        }
    } = [];

    /// <summary>The characters that each token stands for in its document, [T]; none for tokens of beginning and end.</summary>
    [NoColumn]
    public IReadOnlyList<TextRange> Characters { get; set; } = [];

    /// <summary>The text, its documents one after the other.</summary>
    [NoColumn]
    public string Text => string.Join("\n\n", Spans.Select(span => span.Text));

    /// <summary>The share of the document that has the most tokens in the block; the first of several.</summary>
    [NoColumn]
    public DocumentSpan Main => Spans.MaxBy(span => span.Length)!;

    /// <summary>Where it begins, and the other documents that it has something of: 'emma.txt, character 1,204 to persuasion.txt'. Those
    /// between the first and the last follow in brackets, three of them at most by name.</summary>
    [NoColumn]
    public string Place
    {
        get
        {
            string[] between = [.. Spans.Skip(1).SkipLast(1).Select(span => span.Document)];
            var named = string.Join(", ", between.Take(MostNamed));
            return Spans.Count switch
            {
                0 => "",
                1 => Spans[0].Place,
                2 => $"{Spans[0].Place} to {Spans[1].Document}",
                _ when between.Length <= MostNamed => $"{Spans[0].Place} to {Spans[^1].Document} ({named} between)",
                _ => $"{Spans[0].Place} to {Spans[^1].Document} ({named} and {between.Length - MostNamed} others between)",
            };
        }
    }

    /// <summary>The characters of each token, [T]: together they are the texts of the documents. A character whose bytes lie in several
    /// tokens is given to the first; tokens of beginning and end are empty.</summary>
    public IReadOnlyList<string> TokenTexts()
    {
        List<string> tokens = [];
        foreach (var span in Spans)
        {
            var end = 0;
            for (var place = span.Start; place < span.Start + span.Length; place++)
            {
                var (start, stop) = (Characters[place].Start - span.Offset, Characters[place].End - span.Offset);
                tokens.Add(stop <= end ? "" : span.Text[Math.Max(start, end)..stop]);
                end = Math.Max(end, stop);
            }
        }

        return tokens;
    }
}
