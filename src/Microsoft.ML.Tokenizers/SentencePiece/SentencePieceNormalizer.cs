using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>The normalisation of a SentencePiece model: character replacements, blanks as U+2581, one at the beginning, no superfluous
/// ones.</summary>
internal sealed class SentencePieceNormalizer(SentencePieceModel model) : Normalizer
{
    internal const char Blank = '\u2581';

    private readonly CharacterMap? _map = model.CharacterMap.Length == 0 ? null : new CharacterMap(model.CharacterMap);

    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        byte[] text = new byte[Encoding.UTF8.GetMaxByteCount(original.Length)];
        ReadOnlySpan<byte> rest = text.AsSpan(0, Encoding.UTF8.GetBytes(original, text));
        ArrayBufferWriter<byte> normalized = new(rest.Length + 16);
        ReadOnlySpan<byte> blank = model.EscapeWhitespaces ? "\u2581"u8 : " "u8;
        bool afterBlank = model.RemoveExtraWhitespaces;
        bool begun = false;
        while (!rest.IsEmpty)
        {
            rest = rest[Next(rest, out ReadOnlySpan<byte> replacement)..];
            if (afterBlank)
            {
                replacement = replacement.TrimStart((byte)' ');
            }

            if (replacement.IsEmpty)
            {
                continue;
            }

            if (!begun && model.AddDummyPrefix && !model.TreatWhitespaceAsSuffix)
            {
                normalized.Write(blank);
            }

            begun = true;
            Write(replacement, blank, normalized);
            afterBlank = model.RemoveExtraWhitespaces && replacement[^1] == (byte)' ';
        }

        ReadOnlySpan<byte> result = normalized.WrittenSpan;
        while (model.RemoveExtraWhitespaces && result.EndsWith(blank))
        {
            result = result[..^blank.Length];
        }

        string prefixed = Encoding.UTF8.GetString(result);
        return begun && model.AddDummyPrefix && model.TreatWhitespaceAsSuffix ? prefixed + (model.EscapeWhitespaces ? Blank : ' ') : prefixed;
    }

    private static void Write(ReadOnlySpan<byte> text, ReadOnlySpan<byte> blank, ArrayBufferWriter<byte> target)
    {
        for (int found; (found = text.IndexOf((byte)' ')) >= 0; text = text[(found + 1)..])
        {
            target.Write(text[..found]);
            target.Write(blank);
        }

        target.Write(text);
    }

    // The length of the next sequence, and what it becomes.
    private int Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        int length = 0;
        replacement = default;
        if (_map is not null)
        {
            length = _map.FindLongest(text, out replacement);
        }

        if (length == 0)
        {
            Rune.DecodeFromUtf8(text, out _, out length);
            replacement = text[..length];
        }

        return length;
    }
}
