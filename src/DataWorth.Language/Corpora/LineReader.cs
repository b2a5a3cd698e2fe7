using System.Text;
using DataWorth.Models.Data;

namespace DataWorth.Language.Corpora;

/// <summary>Reads the lines of a file one at a time, strictly decoded.</summary>
/// <remarks>Lines end with LF; a CR before it is no part of them, and no other character ends one: U+2028 and U+0085 may stand in a text of
/// JSON as they are.</remarks>
internal static class LineReader
{
    private const int BufferSize = 1 << 16;

    // Of these a byte 0x0A is not always a line's end: such files are read whole.
    private static readonly byte[][] s_wide =
    [
        [0xFF, 0xFE],
        [0xFE, 0xFF],
        [0x00, 0x00, 0xFE, 0xFF],
    ];

    /// <summary>The lines with their numbers, from 1.</summary>
    /// <exception cref="InvalidDataException">Bytes do not fit the encoding, or a character is zero.</exception>
    public static IEnumerable<(long Number, string Text)> Read(string path, Encoding encoding) =>
        IsWide(path, encoding)
            ? TextFile.Read(path, encoding).Split('\n').Index().Select(line => (line.Index + 1L, line.Item.TrimEnd('\r')))
            : ReadBytes(path, encoding);

    private static bool IsWide(string path, Encoding encoding)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[4];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return encoding.GetByteCount("\n") > 1 || s_wide.Any(mark => start.AsSpan(0, length).StartsWith(mark));
    }

    private static IEnumerable<(long Number, string Text)> ReadBytes(string path, Encoding encoding)
    {
        using var stream = File.OpenRead(path);
        var strict = TextFile.Strict(encoding);
        var buffer = new byte[BufferSize];
        using MemoryStream line = new();
        var (number, offset) = (0L, 0L);
        for (int count; (count = stream.Read(buffer)) > 0; )
        {
            for (var start = 0; start < count; )
            {
                var end = Array.IndexOf(buffer, (byte)'\n', start, count - start);
                line.Write(buffer, start, (end < 0 ? count : end) - start);
                start = end < 0 ? count : end + 1;
                if (end >= 0)
                {
                    yield return (++number, Decode(path, strict, ref offset, line));
                }
            }
        }

        if (line.Length > 0)
        {
            yield return (++number, Decode(path, strict, ref offset, line));
        }
    }

    private static string Decode(string path, Encoding encoding, ref long offset, MemoryStream line)
    {
        var bytes = line.ToArray().AsSpan();
        var start = offset;
        offset += bytes.Length + 1;
        line.SetLength(0);
        if (start == 0 && bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            (encoding, start) = (TextFile.Strict(Encoding.UTF8), 3);
            bytes = bytes[3..];
        }

        bytes = bytes.TrimEnd((byte)'\r');
        try
        {
            var text = encoding.GetString(bytes);
            var zero = bytes.IndexOf((byte)0);
            if (zero >= 0)
            {
                Throw.ZeroCharacter(path, start + zero);
            }

            return text;
        }
        catch (DecoderFallbackException exception)
        {
            Throw.BadText(path, encoding, start + exception.Index, exception.BytesUnknown ?? []);
            throw;
        }
    }
}
