using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Results;

/// <summary>Makes the cheap checks of a plan.</summary>
internal sealed class CheckRun(EvaluationPlan plan, RetrainBank bank, CancellationToken cancellationToken)
{
    private readonly CheckDesign _design = plan.Checks;

    /// <summary>The checks of every method, in the order of the plan.</summary>
    /// <param name="scored">Scores of every method for each attributed model.</param>
    public IReadOnlyList<CheckResult> Execute(IReadOnlyDictionary<string, IReadOnlyList<MethodScores>> scored)
    {
        var results = plan.Methods.ToDictionary(
            method => method.Label,
            method => new CheckResult
            {
                Label = method.Label,
                ClassPurity = Purity(scored[method.Label]),
                RankStability = Neighbourhoods.RankStability(scored[method.Label]),
            }
        );
        if (_design.Duplicates > 0)
        {
            CheckDuplicates(results);
        }

        if (_design.FlippedShare > 0)
        {
            CheckMislabels(results);
        }

        return [.. plan.Methods.Select(method => results[method.Label])];
    }

    /// <summary>The tasks of the checks' own that models are trained for besides the evaluation's task; the caller's to dispose.</summary>
    public static IEnumerable<RetrainingTask> TasksOf(CheckDesign design, RetrainingTask task)
    {
        if (design.Duplicates > 0)
        {
            yield return task.WithDuplicates(Originals(design, task));
        }

        if (design.FlippedShare > 0)
        {
            yield return task.WithFlippedLabels(design.FlippedShare, design.Seed).Task;
        }
    }

    private static IReadOnlyList<int> Originals(CheckDesign design, RetrainingTask task) =>
        new SeededRandom(design.Seed, 1).NextSubset(task.TrainCount, Math.Min(design.Duplicates, task.TrainCount));

    private double? Purity(IReadOnlyList<MethodScores> models) =>
        _design.PurityNeighbours > 0 && bank.Task.TrainLabels is { } train && bank.Task.QueryLabels is { } queries
            ? models.Average(scores => Neighbourhoods.ClassPurity(scores, train, queries, _design.PurityNeighbours))
            : null;

    private void CheckDuplicates(Dictionary<string, CheckResult> results)
    {
        var originals = Originals(_design, bank.Task);
        using var copies = bank.Task.WithDuplicates(originals);
        var book = new ScoreBook(new RetrainBank(bank.Store, copies), [plan.ModelSeeds[0]]);
        foreach (var label in _design.Methods)
        {
            var scores = book.Get(plan.Find(label) with { Checkpoints = 1 }, 0, null, cancellationToken);
            results[label] = results[label] with
            {
                DuplicatesFirst = Neighbourhoods.DuplicatesFirst(scores, originals),
                DuplicatesReciprocalRank = Neighbourhoods.DuplicatesReciprocalRank(scores, originals),
            };
        }
    }

    private void CheckMislabels(Dictionary<string, CheckResult> results)
    {
        var (corrupted, isFlipped) = bank.Task.WithFlippedLabels(_design.FlippedShare, _design.Seed);
        using var unused = corrupted;
        var book = new ScoreBook(new RetrainBank(bank.Store, corrupted), [plan.ModelSeeds[0]]);
        foreach (var label in _design.Methods)
        {
            var curve = MislabelDetection.Compute(book.SelfInfluence(plan.Find(label), cancellationToken), isFlipped);
            results[label] = results[label] with
            {
                MislabelArea = curve.Area,
                FoundAt5 = curve.FoundAt(0.05),
                FoundAt10 = curve.FoundAt(0.1),
                FoundAt20 = curve.FoundAt(0.2),
            };
        }
    }
}
