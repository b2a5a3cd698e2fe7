namespace DataWorth.Text;

/// <summary>Finds the name that a mistyped one most likely meant.</summary>
public static class ClosestName
{
    private const int MostShort = 3;

    /// <summary>The candidate with the smallest distance that is as near as a third of its length (at least 2 edits, but 1 of names of 3
    /// letters or fewer); else the only one that has the name as one of its words, as "label-column" has "label"; else null.</summary>
    /// <remarks>An edit is a letter more, less or another, or two neighbours exchanged (optimal string alignment); capitals are
    /// alike.</remarks>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">The names that exist.</param>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance < bestDistance && distance <= (candidate.Length <= MostShort ? 1 : Math.Max(2, candidate.Length / 3)))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best ?? WithWord(name, candidates);
    }

    private static string? WithWord(string name, IEnumerable<string> candidates) =>
        name.Length >= MostShort
        && candidates.Where(candidate => candidate.Split('-', '_', '.').Contains(name, StringComparer.OrdinalIgnoreCase)).Take(2).ToList()
            is [var one]
            ? one
            : null;

    private static int Distance(string left, string right)
    {
        var (before, previous) = (new int[right.Length + 1], new int[right.Length + 1]);
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = previous[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
