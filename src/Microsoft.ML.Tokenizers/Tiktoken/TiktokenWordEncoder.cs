using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding of one word in which the rank of a merge is the number of the merged token.</summary>
internal sealed class TiktokenWordEncoder : WordEncoder
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly int[] _byteSymbols = new int[256];
    private readonly MergeTable _merges;

    internal TiktokenWordEncoder(Dictionary<int, byte[]> tokens)
    {
        Dictionary<string, int> ids = new(tokens.Count, StringComparer.Ordinal);
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        foreach ((int id, byte[] token) in tokens)
        {
            ids[Latin1(token)] = id;
            if (System.Text.Unicode.Utf8.IsValid(token))
            {
                _texts[strict.GetString(token)] = id;
            }
        }

        for (int value = 0; value < 256; value++)
        {
            if (!ids.TryGetValue(Latin1([(byte)value]), out _byteSymbols[value]))
            {
                Throw.TiktokenWithoutByte(value);
            }
        }

        _merges = CreateMerges(ids);
    }

    internal IReadOnlyDictionary<string, int> Texts => _texts;

    internal override string TokenText(int id, ReadOnlySpan<char> characters) => characters.ToString();

    internal override EncodedWord Encode(ReadOnlySpan<char> word) =>
        _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out int whole)
            ? new EncodedWord(word.ToString(), [whole], [word.Length])
            : Utf8Word.Encode(word, _byteSymbols, -1, _merges);

    // Bytes as characters of the same number, which a dictionary of strings can look up by parts.
    private static string Latin1(ReadOnlySpan<byte> token) => Encoding.Latin1.GetString(token);

    // A token can come from each pair of tokens that it is made of.
    private static MergeTable CreateMerges(Dictionary<string, int> ids)
    {
        MergeTable merges = new(4 * ids.Count);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach ((string token, int id) in ids)
        {
            for (int split = 1; split < token.Length; split++)
            {
                if (lookup.TryGetValue(token.AsSpan(0, split), out int left) && lookup.TryGetValue(token.AsSpan(split), out int right))
                {
                    merges.Add(left, right, id, id);
                }
            }
        }

        return merges;
    }
}
