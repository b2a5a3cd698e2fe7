namespace Microsoft.ML.Tokenizers;

/// <summary>Rewrites text before it is encoded.</summary>
public abstract class Normalizer
{
    /// <summary>Rewrites a text.</summary>
    /// <param name="original">The text.</param>
    public abstract string Normalize(string original);

    /// <summary>Rewrites a text.</summary>
    /// <param name="original">The text.</param>
    public abstract string Normalize(ReadOnlySpan<char> original);
}
