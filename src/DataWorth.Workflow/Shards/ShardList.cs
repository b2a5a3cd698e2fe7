using System.Globalization;

namespace DataWorth.Workflow.Shards;

/// <summary>Indices of shards as text: "0-3,7". The task with index i of an array computes the i-th of them.</summary>
public static class ShardList
{
    /// <summary>Writes indices.</summary>
    /// <param name="sorted">The indices, sorted.</param>
    public static string Write(IReadOnlyList<int> sorted)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        List<string> ranges = [];
        for (var i = 0; i < sorted.Count; )
        {
            var end = i;
            while (end + 1 < sorted.Count && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            ranges.Add(
                end == i
                    ? sorted[i].ToString(CultureInfo.InvariantCulture)
                    : string.Create(CultureInfo.InvariantCulture, $"{sorted[i]}-{sorted[end]}")
            );
            i = end + 1;
        }

        return string.Join(',', ranges);
    }

    /// <summary>The index at a place of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="place">The place, from 0.</param>
    /// <exception cref="ArgumentException">It is no list, or has no such place.</exception>
    public static int At(string list, int place)
    {
        var before = 0L;
        foreach (var (first, count) in Ranges(list))
        {
            if (place >= before && place - before < count)
            {
                return (int)(first + place - before);
            }

            before += count;
        }

        Throw.NoPlace(list, place);
        return 0;
    }

    /// <summary>Number of places of a list.</summary>
    /// <param name="list">The list.</param>
    /// <exception cref="ArgumentException">It is no list.</exception>
    public static long Count(string list) => Ranges(list).Sum(range => range.Count);

    private static List<(int First, long Count)> Ranges(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        List<(int First, long Count)> ranges = [];
        foreach (var ends in list.Split(',').Select(range => range.Split('-')))
        {
            if (
                ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last < first
            )
            {
                Throw.NoShardList(list);
                return [];
            }

            ranges.Add((first, (long)last - first + 1));
        }

        return ranges;
    }
}
