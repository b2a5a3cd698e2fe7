using System.Text;

namespace DataWorth.Language.Corpora;

/// <summary>A block as bytes: about eight for each token, of which half are its text.</summary>
/// <remarks>
/// Integers are of 7 bits a byte, the lowest first; texts are UTF-8 after the number of their bytes. A record is: its id; the number of spans, and
/// for each document, title, number of tokens, place of the first in the document, offset and text; whether all tokens count; and for each token its
/// number, the distance of its first character from the end of the token before (twice, or minus twice minus one), the number of its characters and,
/// where not all count, whether it does.
/// </remarks>
internal static class BlockRecord
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A writer of records.</summary>
    public static BinaryWriter To(Stream stream) => new(stream, s_utf8, leaveOpen: true);

    /// <summary>A reader of records.</summary>
    public static BinaryReader From(Stream stream) => new(stream, s_utf8, leaveOpen: true);

    /// <summary>Writes a block.</summary>
    public static void Write(BinaryWriter writer, TokenBlock block)
    {
        writer.Write(block.Id);
        writer.Write7BitEncodedInt(block.Spans.Count);
        foreach (var span in block.Spans)
        {
            writer.Write(span.Document);
            writer.Write(span.Title);
            writer.Write7BitEncodedInt(span.Length);
            writer.Write7BitEncodedInt(span.DocumentToken);
            writer.Write7BitEncodedInt(span.Offset);
            writer.Write(span.Text);
        }

        var countsAll = !block.Counts.Contains(false);
        writer.Write(countsAll);
        writer.Write7BitEncodedInt(block.InputIds.Length);
        var end = 0;
        for (var place = 0; place < block.InputIds.Length; place++)
        {
            var range = block.Characters[place];
            var gap = range.Start - end;
            writer.Write7BitEncodedInt(block.InputIds[place]);
            writer.Write7BitEncodedInt((gap << 1) ^ (gap >> 31));
            writer.Write7BitEncodedInt(range.Length);
            if (!countsAll)
            {
                writer.Write(block.Counts[place]);
            }

            end = range.End;
        }
    }

    /// <summary>Reads a block.</summary>
    public static TokenBlock Read(BinaryReader reader)
    {
        var id = reader.ReadString();
        var spans = new DocumentSpan[reader.Read7BitEncodedInt()];
        var start = 0;
        for (var index = 0; index < spans.Length; index++)
        {
            var (document, title, length) = (reader.ReadString(), reader.ReadString(), reader.Read7BitEncodedInt());
            spans[index] = new(
                document,
                title,
                start,
                length,
                reader.Read7BitEncodedInt(),
                reader.Read7BitEncodedInt(),
                reader.ReadString()
            );
            start += length;
        }

        var countsAll = reader.ReadBoolean();
        var tokens = new int[reader.Read7BitEncodedInt()];
        var (counts, characters) = (new bool[tokens.Length], new TextRange[tokens.Length]);
        var end = 0;
        for (var place = 0; place < tokens.Length; place++)
        {
            tokens[place] = reader.Read7BitEncodedInt();
            var gap = reader.Read7BitEncodedInt();
            characters[place] = new(end + ((gap >>> 1) ^ -(gap & 1)), reader.Read7BitEncodedInt());
            counts[place] = countsAll || reader.ReadBoolean();
            end = characters[place].End;
        }

        return new()
        {
            Id = id,
            InputIds = tokens,
            Counts = counts,
            Spans = spans,
            Characters = characters,
        };
    }
}
