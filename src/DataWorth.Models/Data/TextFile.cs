using System.Text;

namespace DataWorth.Models.Data;

/// <summary>Decodes text files strictly.</summary>
public static class TextFile
{
    // UTF-32 first: its mark begins as that of UTF-16.
    private static readonly Encoding[] s_marked =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        Encoding.Unicode,
        Encoding.BigEndianUnicode,
    ];

    /// <summary>Reads a file in the encoding that its byte-order mark says, or else in the given one; the mark is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding of a file without a mark. Default null: UTF-8.</param>
    /// <exception cref="InvalidDataException">Bytes do not fit the encoding, or a character is zero.</exception>
    public static string Read(string path, Encoding? encoding = null)
    {
        var bytes = File.ReadAllBytes(path);
        var marked = s_marked.FirstOrDefault(candidate => bytes.AsSpan().StartsWith(candidate.Preamble));
        var strict = Strict(marked ?? encoding ?? Encoding.UTF8);
        var start = marked?.Preamble.Length ?? 0;
        try
        {
            var text = strict.GetString(bytes, start, bytes.Length - start);
            var zero = text.IndexOf('\0', StringComparison.Ordinal);
            if (zero >= 0)
            {
                Throw.ZeroCharacter(path, start + strict.GetByteCount(text.AsSpan(0, zero)));
            }

            return text;
        }
        catch (DecoderFallbackException exception)
        {
            // The framework names the unit after a lone high surrogate of UTF-16.
            var found = exception.BytesUnknown ?? [];
            var offset = start + exception.Index;
            Throw.BadText(
                path,
                strict,
                bytes.AsSpan(offset).StartsWith(found) ? offset : offset - found.Length,
                found,
                encoding is not null
            );
            throw;
        }
    }

    /// <summary>An encoding that refuses bytes which do not fit it.</summary>
    internal static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
