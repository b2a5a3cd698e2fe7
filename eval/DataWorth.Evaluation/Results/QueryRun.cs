using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Results;

/// <summary>Says of every query what the attributed models and the methods make of it.</summary>
internal sealed class QueryRun(EvaluationPlan plan, RetrainBank bank, CancellationToken cancellationToken)
{
    // So many have proponents and opponents: more would be megabytes of images that nobody looks at.
    private const int Shown = 12;
    private const int Neighbours = 8;

    /// <summary>All queries in their order; of those that are wrong up to half of the shown ones, then the first others.</summary>
    /// <param name="scored">Scores of every method for each attributed model.</param>
    /// <param name="methods">The rows of the comparison.</param>
    public IReadOnlyList<QueryResult> Execute(
        IReadOnlyDictionary<string, IReadOnlyList<MethodScores>> scored,
        IReadOnlyList<MethodResult> methods
    )
    {
        var task = bank.Task;
        QueryMeasurements[] models =
        [
            .. plan.ModelSeeds.Select(seed => bank.Read(new RetrainRequest(MemberSet.All(task.TrainCount), seed))),
        ];
        using var first = new TrainedModels(bank).Get(plan.ModelSeeds[0], cancellationToken);
        var predictions = task.Predict(first);
        double Correct(int query) => models.Average(model => model.Correct[query]);
        int[] all = [.. Enumerable.Range(0, task.QueryIds.Count)];
        int[] wrong = [.. all.Where(query => task.QueryLabels is not null && Correct(query) < 0.5).Take(Shown / 2)];
        var shown = wrong.Concat(all.Except(wrong)).Take(Shown).ToHashSet();
        return
        [
            .. all.Select(query => new QueryResult
            {
                Position = query,
                Id = task.QueryIds[query],
                Loss = models.Average(model => model.Loss[query]) / task.TargetsPerQuery,
                Correct = Correct(query),
                Prediction = predictions?[query],
                Methods =
                [
                    .. methods.Select(method => new QueryAttribution(
                        method.Label,
                        method.Loss.PerQuery[query],
                        shown.Contains(query) ? Proponents(scored[method.Label][0], query) : [],
                        shown.Contains(query) ? Opponents(scored[method.Label][0], query) : []
                    )),
                ],
            }),
        ];
    }

    private IReadOnlyList<ScoredExample> Proponents(MethodScores scores, int query) =>
        [.. Named(scores, query, scores.Top(query, Neighbours)).Where(example => example.Score > 0)];

    private IReadOnlyList<ScoredExample> Opponents(MethodScores scores, int query) =>
        [.. Named(scores, query, scores.Bottom(query, Neighbours)).Where(example => example.Score < 0)];

    private IEnumerable<ScoredExample> Named(MethodScores scores, int query, IEnumerable<int> rows) =>
        rows.Select(row => new ScoredExample(row, bank.Task.TrainIds[row], scores[row, query]));
}
