namespace DataWorth.Language.Corpora;

/// <summary>Some characters of a text.</summary>
/// <param name="Start">The first, in UTF-16 units.</param>
/// <param name="Length">Their number.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>The first character after them.</summary>
    public int End => Start + Length;
}
