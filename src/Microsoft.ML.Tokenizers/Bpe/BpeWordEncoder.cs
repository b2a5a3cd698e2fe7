using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding of one word with a vocabulary of texts.</summary>
internal sealed class BpeWordEncoder : WordEncoder
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<int, string> _tokens;
    private readonly MergeTable _merges;
    private readonly int[]? _byteSymbols;
    private readonly int _unknown;
    private readonly BpeOptions _options;

    internal BpeWordEncoder(BpeOptions options, Dictionary<string, int> vocabulary, Dictionary<int, string> tokens, int unknownId)
    {
        (_options, _vocabulary, _tokens) = (options, vocabulary, tokens);
        _unknown = unknownId;
        _merges = ReadMerges(options.Merges ?? []);
        _byteSymbols = options.ByteLevel
            ? [.. Enumerable.Range(0, 256).Select(value => vocabulary.GetValueOrDefault(ByteAlphabet.Character((byte)value).ToString(), -1))]
            : null;
    }

    internal override string TokenText(int id, ReadOnlySpan<char> characters) => _tokens.TryGetValue(id, out string? token) ? token : characters.ToString();

    internal override EncodedWord Encode(ReadOnlySpan<char> word) =>
        _byteSymbols is not null ? Utf8Word.Encode(word, _byteSymbols, _unknown, _merges) : EncodeCharacters(word);

    private EncodedWord EncodeCharacters(ReadOnlySpan<char> word)
    {
        int[] symbols = new int[word.Length], ends = new int[word.Length];
        int count = 0;
        bool previousUnknown = false;
        for (int start = 0, length; start < word.Length; start += length)
        {
            Rune.DecodeFromUtf16(word[start..], out _, out length);
            string symbol = word.Slice(start, length).ToString();
            symbol = start > 0 ? _options.ContinuingSubwordPrefix + symbol : symbol;
            symbol = start + length == word.Length ? symbol + _options.EndOfWordSuffix : symbol;
            bool known = _vocabulary.TryGetValue(symbol, out int id);
            if (!known && _unknown < 0)
            {
                continue;
            }

            if (!known && previousUnknown && _options.FuseUnknownTokens)
            {
                ends[count - 1] = start + length;
                continue;
            }

            previousUnknown = !known;
            (symbols[count], ends[count]) = (known ? id : _unknown, start + length);
            count++;
        }

        count = SymbolMerger.Merge(symbols.AsSpan(0, count), ends.AsSpan(0, count), _merges);
        return new EncodedWord(word.ToString(), symbols[..count], ends[..count]);
    }

    private MergeTable ReadMerges(IEnumerable<string> merges)
    {
        MergeTable table = new(merges.TryGetNonEnumeratedCount(out int count) ? count : 0);
        int rank = 0;
        int prefix = _options.ContinuingSubwordPrefix?.Length ?? 0;
        foreach (string merge in merges)
        {
            if (merge is null || !BpeFiles.IsMerge(merge))
            {
                Throw.BadMerge(merge ?? "null", $"number {rank + 1}");
            }

            int space = merge.IndexOf(' ', StringComparison.Ordinal);
            string left = merge[..space], right = merge[(space + 1)..];
            string merged = left + right[Math.Min(prefix, right.Length)..];
            table.Add(Id(left, merge), Id(right, merge), rank++, Id(merged, merge));
        }

        return table;
    }

    private int Id(string token, string merge)
    {
        if (!_vocabulary.TryGetValue(token, out int id))
        {
            Throw.MergeNotInVocabulary(token, merge);
        }

        return id;
    }
}
