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
        ArgumentNullException.ThrowIfNull(list);
        var before = 0;
        foreach (var range in list.Split(','))
        {
            var ends = range.Split('-');
            if (
                ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last < first
            )
            {
                Throw.NoShardList(list);
                return 0;
            }

            if (place - before <= last - first)
            {
                return place < before ? Missing(list, place) : first + place - before;
            }

            before += last - first + 1;
        }

        return Missing(list, place);
    }

    private static int Missing(string list, int place)
    {
        Throw.NoPlace(list, place);
        return 0;
    }
}
