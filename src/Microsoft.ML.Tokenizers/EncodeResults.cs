namespace Microsoft.ML.Tokenizers;

/// <summary>An encoded text.</summary>
/// <typeparam name="T">A token, or its number.</typeparam>
public struct EncodeResults<T>
{
    /// <summary>The tokens in order.</summary>
    public IReadOnlyList<T> Tokens { get; set; }

    /// <summary>The normalised text, or null if nothing was normalised.</summary>
    public string? NormalizedText { get; set; }

    /// <summary>The number of characters of the (normalised) text that the tokens stand for.</summary>
    public int CharsConsumed { get; set; }
}
