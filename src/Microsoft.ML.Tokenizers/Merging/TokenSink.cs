namespace Microsoft.ML.Tokenizers;

/// <summary>Collects tokens with their text and place.</summary>
internal readonly struct TokenSink(List<EncodedToken> tokens, WordEncoder encoder) : IWordSink
{
    public int Add(ReadOnlySpan<int> ids, ReadOnlySpan<int> ends, int offset, ReadOnlySpan<char> word)
    {
        int start = 0;
        for (int index = 0; index < ids.Length; index++)
        {
            Range place = new(offset + start, offset + ends[index]);
            tokens.Add(new EncodedToken(ids[index], encoder.TokenText(ids[index], word[start..ends[index]]), place));
            start = ends[index];
        }

        return ids.Length;
    }
}
