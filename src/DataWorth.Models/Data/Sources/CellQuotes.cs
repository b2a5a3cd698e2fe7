namespace DataWorth.Models.Data.Sources;

/// <summary>Looks for quotes that join lines by mistake. Sep pairs quotes wherever they are, so that one without an end takes the rows below
/// it, up to the next quote or the end of the file, into its cell.</summary>
internal static class CellQuotes
{
    /// <summary>Where a row has a quote that opens and has no end, or that goes over a line's end and is not the whole cell; -1 if nowhere.
    /// </summary>
    /// <param name="row">The row as it is in the file.</param>
    /// <param name="separator">The sign between its cells.</param>
    internal static int Fault(ReadOnlySpan<char> row, char separator)
    {
        for (var next = row.IndexOf('"'); next >= 0; )
        {
            var open = next;
            var end = End(row, open);
            if (end < 0)
            {
                return open;
            }

            var before = row[..open].TrimEnd(' ');
            var after = row[(end + 1)..].TrimStart(' ');
            var isCell = (before.IsEmpty || before[^1] == separator) && (after.IsEmpty || after[0] == separator);
            if (!isCell && row[open..end].IndexOfAny('\n', '\r') >= 0)
            {
                return open;
            }

            next = row[(end + 1)..].IndexOf('"');
            next = next < 0 ? -1 : next + end + 1;
        }

        return -1;
    }

    /// <summary>How many lines end in a text.</summary>
    internal static int LineEnds(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    // The quote that ends what another one opens; two together are text.
    private static int End(ReadOnlySpan<char> row, int open)
    {
        for (var place = open + 1; place < row.Length; place++)
        {
            if (row[place] == '"')
            {
                if (place + 1 == row.Length || row[place + 1] != '"')
                {
                    return place;
                }

                place++;
            }
        }

        return -1;
    }
}
