using DataWorth.Artifacts;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Finds what keeps a checkpoint from fitting a network.</summary>
internal static class CheckpointComparison
{
    private const int Listed = 8;

    /// <summary>One clause per difference, at most eight; empty if the checkpoint fits.</summary>
    public static List<string> Differences(Dictionary<string, Tensor> targets, Dictionary<string, SafetensorsTensor> sources)
    {
        var problems = new List<string>();
        foreach (var (name, target) in targets)
        {
            if (!sources.TryGetValue(name, out var source))
            {
                problems.Add($"tensor '{name}' is missing{Nearest(name, sources.Keys.Where(other => !targets.ContainsKey(other)))}");
            }
            else if (!source.Shape.SequenceEqual(target.shape))
            {
                problems.Add(
                    $"tensor '{name}' is [{string.Join(", ", source.Shape)}] in the file and [{string.Join(", ", target.shape)}] in the "
                        + "network"
                );
            }
        }
        foreach (var name in sources.Keys.Where(name => !targets.ContainsKey(name)))
        {
            problems.Add($"tensor '{name}' is unexpected{Nearest(name, targets.Keys.Where(other => !sources.ContainsKey(other)))}");
        }
        if (problems.Count <= Listed)
        {
            return problems;
        }

        return [.. problems.Take(Listed), $"and {problems.Count - Listed} more differences"];
    }

    private static string Nearest(string name, IEnumerable<string> others)
    {
        var nearest = others.MinBy(other => Distance(name, other));
        return nearest is null ? "" : $" (nearest: '{nearest}')";
    }

    // Levenshtein's distance.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
