using Microsoft.ML.Data;

namespace DataWorth.Language.Corpora;

/// <summary>One row of a language-model data set, in the form that MLContext.Data.LoadFromEnumerable reads.</summary>
public sealed class TokenBlock
{
    /// <summary>The stable name of the row: corpus and number of the block, such as 'wikitext-2.valid/block-00042', or the document and its
    /// first token, such as 'emma.txt@512'.</summary>
    public string Id { get; set; } = "";

    /// <summary>The tokens, [T].</summary>
    public int[] InputIds { get; set; } = [];

    /// <summary>Whether each token is one that the loss counts when it is predicted, [T].</summary>
    public bool[] Counts { get; set; } = [];

    /// <summary>The title of the document that has the most tokens in the block.</summary>
    public string Title { get; set; } = "";

    /// <summary>The id of that document.</summary>
    public string Document { get; set; } = "";

    /// <summary>The first character of that document in the block.</summary>
    public int Character { get; set; }

    /// <summary>The documents of the block, in order; they cover it without gaps.</summary>
    [NoColumn]
    public IReadOnlyList<DocumentSpan> Spans { get; set; } = [];

    /// <summary>The characters that each token stands for in its document, [T]; none for tokens of beginning and end.</summary>
    [NoColumn]
    public IReadOnlyList<TextRange> Characters { get; set; } = [];
}
