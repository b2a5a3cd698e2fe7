using System.Text;

namespace DataWorth.Data;

/// <summary>Looks for surrogates without their other half: no encoding can write them, so that texts which differ become one.</summary>
internal static class WholeText
{
    /// <summary>The position of the first one; -1 if there is none.</summary>
    public static int IndexOfHalf(ReadOnlySpan<char> text)
    {
        var place = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (place >= 0 && place < text.Length)
        {
            if (Rune.DecodeFromUtf16(text[place..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return place;
            }

            place += length;
        }

        return -1;
    }
}
