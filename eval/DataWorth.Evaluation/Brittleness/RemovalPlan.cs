using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Statistics;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Brittleness;

/// <summary>In which order examples are removed for each query: the first k of a list go when k are removed.</summary>
/// <param name="Label">The method, or the control.</param>
/// <param name="Lists">A list of examples for each query of the test, each as long as the largest removal.</param>
public sealed record RemovalPlan(string Label, IReadOnlyList<int[]> Lists)
{
    /// <summary>Label of the control that removes the same random examples for every query.</summary>
    public const string Random = "random";

    /// <summary>Label of the control that removes random examples of the query's class.</summary>
    public const string RandomOfClass = "random of the class";

    /// <summary>The strongest proponents by a method.</summary>
    /// <param name="label">The method.</param>
    /// <param name="scores">Its scores.</param>
    /// <param name="queries">Queries of the test.</param>
    /// <param name="length">The largest removal.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static RemovalPlan OfMethod(string label, MethodScores scores, IReadOnlyList<int> queries, int length)
    {
        Finite.Require(scores);
        return new RemovalPlan(label, [.. queries.Select(query => scores.Top(query, length))]);
    }

    /// <summary>The controls: random examples, and random examples of the query's class where there are classes.</summary>
    /// <param name="task">The task.</param>
    /// <param name="queries">Queries of the test.</param>
    /// <param name="length">The largest removal.</param>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<RemovalPlan> Controls(RetrainingTask task, IReadOnlyList<int> queries, int length, long seed)
    {
        var shared = new SeededRandom(seed).NextPermutation(task.TrainCount)[..length];
        yield return new RemovalPlan(Random, [.. queries.Select(_ => shared)]);
        if (task.TrainLabels is not { } labels || task.QueryLabels is not { } classes)
        {
            yield break;
        }

        var byClass = queries
            .Select(query => classes[query])
            .Distinct()
            .ToDictionary(
                label => label,
                label =>
                {
                    int[] members = [.. Enumerable.Range(0, task.TrainCount).Where(row => labels[row] == label)];
                    new SeededRandom(seed, (ulong)label + 1).Shuffle<int>(members);
                    return members.Length <= length ? members : members[..length];
                }
            );
        yield return new RemovalPlan(RandomOfClass, [.. queries.Select(query => byClass[classes[query]])]);
    }

    /// <summary>The training examples that stay when k are removed for a query of the test.</summary>
    /// <param name="trainCount">Number of training examples N.</param>
    /// <param name="position">Position of the query in the test.</param>
    /// <param name="removed">Number of removed examples k.</param>
    public MemberSet Rest(int trainCount, int position, int removed) => MemberSet.All(trainCount).Without(Lists[position].Take(removed));
}
