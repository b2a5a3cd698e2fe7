namespace DataWorth.Language.Corpora;

/// <summary>One row of a language-model data set, in the form that MLContext.Data.LoadFromEnumerable reads.</summary>
public sealed class TokenBlock
{
    /// <summary>The stable name of the row: corpus and number of the block, such as 'wikitext-2.valid/block-00042'.</summary>
    public string Id { get; set; } = "";

    /// <summary>The tokens, [T].</summary>
    public int[] InputIds { get; set; } = [];

    /// <summary>The title of the document that has the most tokens in the block.</summary>
    public string Title { get; set; } = "";
}
