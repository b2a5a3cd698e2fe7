using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Brittleness;

/// <summary>The brittleness test: do predictions fall when the examples go that a method names?</summary>
/// <remarks>
/// For every query that all attributed models classify correctly, the k strongest proponents are removed and models are trained from the
/// seeds of the attributed models.
/// A query is flipped when more than half of them are wrong. Beside every method stand random removals, of the whole training set and of
/// the query's class.
/// </remarks>
/// <param name="bank">The bank, with the attributed models' measurements.</param>
/// <param name="design">Queries, removals and retrainings.</param>
/// <param name="modelSeeds">Seeds of the attributed models.</param>
public sealed class BrittlenessProtocol(RetrainBank bank, BrittlenessDesign design, IReadOnlyList<long> modelSeeds)
{
    private const int Replicates = 1000;

    private readonly QueryMeasurements[] _base = [.. modelSeeds.Select(seed => Read(bank, MemberSet.All(bank.Task.TrainCount), seed))];

    private bool HasClasses => bank.Task.QueryLabels is not null;

    private IEnumerable<long> Seeds => modelSeeds.Take(design.Retrainings);

    /// <summary>The queries of the test.</summary>
    /// <exception cref="ArgumentException">There are fewer than the design asks for.</exception>
    public IReadOnlyList<int> Queries()
    {
        int[] found =
        [
            .. Enumerable.Range(0, bank.Task.QueryIds.Count).Where(query => !HasClasses || _base.All(model => model.Correct[query] == 1)),
        ];
        if (found.Length < design.Queries)
        {
            Throw.TooFewQueries(found.Length, design.Queries, bank.Task.QueryIds.Count);
        }

        return found[..design.Queries];
    }

    /// <summary>The retrainings of plans: of all queries for the smallest removal, then for the next.</summary>
    /// <param name="plans">Methods and controls.</param>
    public IReadOnlyList<RetrainRequest> Requests(IReadOnlyList<RemovalPlan> plans) =>
        [
            .. from removed in design.Removals
            from plan in plans
            from position in Enumerable.Range(0, plan.Lists.Count)
            from seed in Seeds
            select new RetrainRequest(plan.Rest(bank.Task.TrainCount, position, removed), seed),
        ];

    /// <summary>Trains again on all examples and compares bits with the attributed models.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public bool ReproducesBaseModels(CancellationToken cancellationToken = default) =>
        Seeds
            .Select((seed, i) => (seed, i))
            .All(model =>
            {
                var again = OneThread.Run(() =>
                    bank.Task.Run(new RetrainRequest(MemberSet.All(bank.Task.TrainCount), model.seed), cancellationToken)
                );
                return again.HasSameBits(_base[model.i]);
            });

    /// <summary>The outcome; the bank must have all <see cref="Requests"/>.</summary>
    /// <param name="plans">Methods and controls.</param>
    /// <param name="reproduces">What <see cref="ReproducesBaseModels"/> found.</param>
    /// <exception cref="Artifacts.ArtifactNotFoundException">A retraining is missing.</exception>
    /// <exception cref="ArgumentException">A retraining measured a loss that is not finite.</exception>
    public BrittlenessResult Measure(IReadOnlyList<RemovalPlan> plans, bool reproduces)
    {
        var queries = Queries();
        double[] before = [.. queries.Select(query => _base.Take(design.Retrainings).Average(model => LossOf(model, query)))];
        return new BrittlenessResult(
            [.. queries.Select(query => bank.Task.QueryIds[query])],
            bank.Task.QueryIds.Count,
            design.Retrainings,
            reproduces,
            HasClasses ? null : Math.Exp(before.Average()),
            [
                .. plans.Select(plan => new BrittlenessCurve(
                    plan.Label,
                    plan.Label is RemovalPlan.Random or RemovalPlan.RandomOfClass,
                    [.. design.Removals.Select(removed => Point(plan, queries, before, removed))]
                )),
            ]
        );
    }

    private BrittlenessPoint Point(RemovalPlan plan, IReadOnlyList<int> queries, double[] before, int removed)
    {
        var (flipped, after) = (new double[queries.Count], new double[queries.Count]);
        for (var position = 0; position < queries.Count; position++)
        {
            var rest = plan.Rest(bank.Task.TrainCount, position, removed);
            QueryMeasurements[] models = [.. Seeds.Select(seed => Read(bank, rest, seed))];
            flipped[position] = models.Average(model => model.Correct[queries[position]]) < 0.5 ? 1 : 0;
            after[position] = models.Average(model => LossOf(model, queries[position]));
        }

        var resamples = Bootstrap.Resample(queries.Count, Replicates, 0);
        double[] increase = [.. after.Zip(before, (left, right) => left - right)];
        return new BrittlenessPoint(
            removed,
            HasClasses ? flipped.Average() : null,
            HasClasses ? Bootstrap.Percentile(Bootstrap.Means(flipped, resamples)) : null,
            increase.Average(),
            Bootstrap.Percentile(Bootstrap.Means(increase, resamples)),
            Bootstrap.Median(increase),
            Bootstrap.Percentile(Bootstrap.Medians(increase, resamples)),
            HasClasses ? null : Math.Exp(after.Average())
        );
    }

    private static QueryMeasurements Read(RetrainBank bank, MemberSet members, long seed)
    {
        var measured = bank.Read(new RetrainRequest(members, seed));
        for (var query = 0; query < measured.Count; query++)
        {
            if (!float.IsFinite(measured.Loss[query]))
            {
                Throw.LossIsNotFinite(bank.Task.QueryIds[query], seed, members.Total - members.Count, members.Total, measured.Loss[query]);
            }
        }

        return measured;
    }

    private double LossOf(QueryMeasurements model, int query) => (double)model.Loss[query] / bank.Task.TargetsPerQuery;
}
