namespace Microsoft.ML.Tokenizers;

/// <summary>How a text is to be encoded.</summary>
public struct EncodeSettings
{
    /// <summary>Makes settings without a maximum.</summary>
    public EncodeSettings() => MaxTokenCount = int.MaxValue;

    /// <summary>Whether the normalizer is used.</summary>
    public bool ConsiderNormalization { get; set; }

    /// <summary>Whether the pre-tokenizer is used.</summary>
    public bool ConsiderPreTokenization { get; set; }

    /// <summary>The largest number of tokens.</summary>
    public int MaxTokenCount { get; set; }
}
