using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Which tokens of a block have a loss: those that count, but for the first, which nothing predicts.</summary>
internal static class TextLoss
{
    /// <summary>Why a text may have none, as a clause.</summary>
    public const string Reasons = "a single token, an empty answer, or messages without one of the assistant";

    /// <summary>How many tokens of a run have a loss.</summary>
    public static long Count(TokenBlock block, int start, int length)
    {
        var first = Math.Max(1, start);
        return block.Counts.AsSpan(first, Math.Max(0, start + length - first)).Count(true);
    }

    /// <summary>Whether a block has any.</summary>
    public static bool Has(TokenBlock block) => Count(block, 0, block.Counts.Length) > 0;
}
