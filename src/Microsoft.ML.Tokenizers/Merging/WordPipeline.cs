namespace Microsoft.ML.Tokenizers;

/// <summary>Text to tokens, as BPE and tiktoken share it: normalise, split, look up or encode each piece, collect.</summary>
internal sealed class WordPipeline(WordEncoder encoder, PreTokenizer? preTokenizer, Normalizer? normalizer,
    IReadOnlyDictionary<string, int>? specialTokens, EncodedToken? first, EncodedToken? last)
{
    private readonly WordCache _cache = new();
    private readonly Dictionary<string, int> _specialTokens = new(specialTokens ?? new Dictionary<string, int>(), StringComparer.Ordinal);
    private readonly int _longestSpecialToken = specialTokens is { Count: > 0 } ? specialTokens.Keys.Max(token => token.Length) : 0;

    internal EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> normalized = Normalize(text ?? textSpan, settings, out string? normalizedText);
        List<int> ids = new((normalized.Length / 4) + 2);
        IdSink sink = new(ids, settings.MaxTokenCount);
        int consumed = Encode(normalized, settings, ref sink);
        return new EncodeResults<int> { Tokens = ids, NormalizedText = normalizedText, CharsConsumed = consumed };
    }

    internal EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> normalized = Normalize(text ?? textSpan, settings, out string? normalizedText);
        List<EncodedToken> tokens = [];
        TokenSink sink = new(tokens, encoder);
        int consumed = Encode(normalized, settings, ref sink);
        return new EncodeResults<EncodedToken> { Tokens = tokens, NormalizedText = normalizedText, CharsConsumed = consumed };
    }

    internal int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        IdSink sink = new(null, settings.MaxTokenCount);
        Encode(Normalize(text ?? textSpan, settings, out _), settings, ref sink);
        return sink.Count;
    }

    private ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text, EncodeSettings settings, out string? normalizedText)
    {
        normalizedText = settings.ConsiderNormalization ? normalizer?.Normalize(text) : null;
        return normalizedText ?? text;
    }

    // Gives the number of characters that the taken tokens stand for.
    private int Encode<TSink>(ReadOnlySpan<char> text, EncodeSettings settings, ref TSink sink)
        where TSink : struct, IWordSink
    {
        if (text.IsEmpty || !AddMark(first, 0, ref sink))
        {
            return 0;
        }

        int consumed = 0;
        if (!settings.ConsiderPreTokenization || preTokenizer is null)
        {
            Add(text, 0, ref sink, ref consumed);
        }
        else if (preTokenizer is RobertaPreTokenizer)
        {
            for (int start = 0, end; start < text.Length; start = end)
            {
                end = WordScanner.NextEnd(text, start);
                if (!Add(text[start..end], start, ref sink, ref consumed))
                {
                    break;
                }
            }
        }
        else
        {
            foreach ((int offset, int length) in preTokenizer.PreTokenize(text))
            {
                if (!Add(text.Slice(offset, length), offset, ref sink, ref consumed))
                {
                    break;
                }
            }
        }

        AddMark(last, text.Length, ref sink);
        return consumed;
    }

    // False if not every token could be taken.
    private bool Add<TSink>(ReadOnlySpan<char> word, int offset, ref TSink sink, ref int consumed)
        where TSink : struct, IWordSink
    {
        if (word.Length <= _longestSpecialToken && _specialTokens.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out int special))
        {
            int taken = sink.Add([special], [word.Length], offset, word);
            consumed = taken == 1 ? offset + word.Length : consumed;
            return taken == 1;
        }

        if (!_cache.TryGet(word, out EncodedWord? encoded))
        {
            encoded = encoder.Encode(word);
            if (word.Length <= WordCache.LongestWord)
            {
                _cache.Set(encoded);
            }
        }

        int count = sink.Add(encoded.Ids, encoded.Ends, offset, word);
        consumed = count == encoded.Ids.Length ? offset + word.Length : count > 0 ? offset + encoded.Ends[count - 1] : consumed;
        return count == encoded.Ids.Length;
    }

    private static bool AddMark<TSink>(EncodedToken? mark, int offset, ref TSink sink)
        where TSink : struct, IWordSink => mark is not EncodedToken token || sink.Add([token.Id], [0], offset, "") == 1;
}
