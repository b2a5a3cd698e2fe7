using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding of one word: as long as neighbours have a merge, the one of the lowest rank, leftmost first, is
/// applied.</summary>
/// <remarks>Short words are searched anew for every merge; long ones keep their merges in a priority queue, n·log(n) in time.</remarks>
internal static class SymbolMerger
{
    private const int LongestShortWord = 64;

    /// <summary>Merges in place.</summary>
    /// <param name="symbols">The symbols; the merged ones are at the beginning afterwards.</param>
    /// <param name="ends">Where each symbol ends in the word, moved with the symbols.</param>
    /// <param name="table">The merges.</param>
    /// <returns>The number of symbols left.</returns>
    internal static int Merge(Span<int> symbols, Span<int> ends, MergeTable table) =>
        symbols.Length <= LongestShortWord ? MergeShort(symbols, ends, table) : MergeLong(symbols, ends, table);

    private static int MergeShort(Span<int> symbols, Span<int> ends, MergeTable table)
    {
        int count = symbols.Length;
        Span<ulong> merges = stackalloc ulong[LongestShortWord];
        for (int left = 0; left + 1 < count; left++)
        {
            merges[left] = table.Find(symbols[left], symbols[left + 1]);
        }

        while (count > 1)
        {
            int best = 0;
            for (int left = 1; left + 1 < count; left++)
            {
                // Equal ranks mean the same merge; the leftmost stays.
                best = merges[left] < merges[best] ? left : best;
            }

            if (merges[best] == MergeTable.NoMerge)
            {
                break;
            }

            symbols[best] = MergeTable.MergedSymbol(merges[best]);
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            ends[(best + 1)..count].CopyTo(ends[best..]);
            count--;
            merges[(best + 1)..count].CopyTo(merges[best..]);
            if (best > 0)
            {
                merges[best - 1] = table.Find(symbols[best - 1], symbols[best]);
            }

            if (best + 1 < count)
            {
                merges[best] = table.Find(symbols[best], symbols[best + 1]);
            }
        }

        return count;
    }

    private static int MergeLong(Span<int> symbols, Span<int> ends, MergeTable table)
    {
        int count = symbols.Length;
        int[] next = ArrayPool<int>.Shared.Rent(count);
        int[] previous = ArrayPool<int>.Shared.Rent(count);
        ulong[] merges = ArrayPool<ulong>.Shared.Rent(count);
        PriorityQueue<int, (uint Rank, int Position)> queue = new(count);
        for (int position = 0; position < count; position++)
        {
            (next[position], previous[position]) = (position + 1, position - 1);
            merges[position] = position + 1 < count ? table.Find(symbols[position], symbols[position + 1]) : MergeTable.NoMerge;
            Push(queue, merges, position);
        }

        while (queue.TryDequeue(out int left, out (uint Rank, int Position) priority))
        {
            // An entry whose pair has changed since is out of date.
            if (merges[left] == MergeTable.NoMerge || MergeTable.Rank(merges[left]) != priority.Rank)
            {
                continue;
            }

            int right = next[left];
            symbols[left] = MergeTable.MergedSymbol(merges[left]);
            ends[left] = ends[right];
            merges[right] = MergeTable.NoMerge;
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
            }

            merges[left] = next[left] < count ? table.Find(symbols[left], symbols[next[left]]) : MergeTable.NoMerge;
            Push(queue, merges, left);
            int before = previous[left];
            if (before >= 0)
            {
                merges[before] = table.Find(symbols[before], symbols[left]);
                Push(queue, merges, before);
            }
        }

        int kept = 0;
        for (int position = 0; position < count; position = next[position])
        {
            (symbols[kept], ends[kept]) = (symbols[position], ends[position]);
            kept++;
        }

        ArrayPool<int>.Shared.Return(next);
        ArrayPool<int>.Shared.Return(previous);
        ArrayPool<ulong>.Shared.Return(merges);
        return kept;
    }

    private static void Push(PriorityQueue<int, (uint Rank, int Position)> queue, ulong[] merges, int position)
    {
        if (merges[position] != MergeTable.NoMerge)
        {
            queue.Enqueue(position, (MergeTable.Rank(merges[position]), position));
        }
    }
}
