using DataWorth.Curvature;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.ExactInfluence;

namespace DataWorth.Tests.Laws;

public sealed class ExactInfluenceLawTests
{
    private const double Single = 2e-7; // scores leave as float32; everything before is float64

    [Fact]
    public void Score_OverN_PredictsTheLossChangeOfRetrainingWithoutTheExample()
    {
        using var problem = new LogisticRegression();
        problem.Train();
        var options = new ExactInfluenceOptions { Store = problem.Store, Damping = Damping.Absolute(LogisticRegression.Penalty) };
        using var fitted = problem
            .MLContext.Attribution.ExactInfluence(problem.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        var before = problem.QueryLosses();
        var (predicted, actual) = (new List<double>(), new List<double>());
        for (var n = 0; n < LogisticRegression.Count; n++)
        {
            problem.Train(without: n);
            var after = problem.QueryLosses();
            for (var query = 0; query < before.Length; query++)
            {
                predicted.Add(scores[n][query] / LogisticRegression.Count);
                actual.Add(after[query] - before[query]);
            }
        }

        Assert.True(Correlation(predicted, actual) > 0.99, $"correlation {Correlation(predicted, actual):g6}");

        // Not only the order: sign and scale too. First order in 1/N, so that the slope is close to 1 but not equal.
        var slope = predicted.Zip(actual, (p, a) => p * a).Sum() / predicted.Sum(p => p * p);
        Assert.InRange(slope, 0.8, 1.25);
    }

    [Fact]
    public void Arnoldi_WithAllPairs_EqualsExactInfluence()
    {
        using var problem = new AttributionProblem();
        var damping = Damping.Absolute(0.7);
        using var exact = problem
            .MLContext.Attribution.ExactInfluence(
                problem.Classifier.Task,
                new ExactInfluenceOptions { Store = problem.Store, Damping = damping }
            )
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        using var arnoldi = problem
            .MLContext.Attribution.Arnoldi(
                problem.Classifier.Task,
                new ArnoldiOptions
                {
                    Store = problem.Store,
                    Rank = 1000,
                    Iterations = 1000,
                    Damping = damping,
                }
            )
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var expected = AttributionProblem.Scores(exact, problem.TrainView).SelectMany(row => row).ToArray();
        var actual = AttributionProblem.Scores(arnoldi, problem.TrainView).SelectMany(row => row).ToArray();
        Assert.True(Numbers.RelativeToMaximum(expected, actual) < 1e-5, $"{Numbers.RelativeToMaximum(expected, actual):g3}");
    }

    [Fact]
    public void Damping_OfOneCallDoesNotLeakIntoTheNext()
    {
        using var problem = new AttributionProblem();
        double[] Scores(double damping)
        {
            using var fitted = problem
                .MLContext.Attribution.ExactInfluence(
                    problem.Classifier.Task,
                    new ExactInfluenceOptions { Store = problem.Store, Damping = Damping.Absolute(damping) }
                )
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            return [.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)];
        }

        var first = Scores(1);
        var other = Scores(2);
        Assert.Equal(first, Scores(1));
        Assert.True(Numbers.RelativeToMaximum(first, other) > 0.01);
    }

    [Fact]
    public void TooLargeAModel_IsRefusedWithTheMemory()
    {
        using var problem = new AttributionProblem();
        var options = new ExactInfluenceOptions { Store = problem.Store, MaximumBytes = 1 << 10 };
        var error = Assert.Throws<InvalidOperationException>(() =>
            problem
                .MLContext.Attribution.ExactInfluence(problem.Classifier.Task, options)
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView)
        );
        Assert.Equal(
            "Exact influence over 'all' (107 parameters) needs 268.3 KiB, MaximumBytes allows 1.0 KiB. "
                + "Track fewer modules, partition the curvature, take Arnoldi or EKFAC, or raise MaximumBytes.",
            error.Message
        );
    }

    [Fact]
    public void FisherOfWideGroups_EqualsTheDenseOne()
    {
        using var few = new AttributionProblem(train: 20); // fewer examples than parameters: Gram matrix
        var options = new ExactInfluenceOptions
        {
            Store = few.Store,
            Curvature = ExactCurvature.Fisher,
            Damping = Damping.Relative(0.1),
        };
        using var fitted = few
            .MLContext.Attribution.ExactInfluence(few.Classifier.Task, options)
            .Fit(few.TrainView)
            .WithQueries(few.QueryView);
        using var scope = NewDisposeScope();
        string[] names = [.. few.Classifier.Model.named_parameters().Select(entry => entry.name)];
        var train = stack(few.Train.Select(row => tensor(few.Gradient(row, names))));
        var queries = stack(few.Queries.Select(row => tensor(few.Gradient(row, names))));
        var fisher = train.t().mm(train) / 20;
        var damped = fisher + (0.1 * fisher.diagonal().mean() * eye(fisher.shape[0], dtype: ScalarType.Float64));
        var expected = train.mm(linalg.inv(damped)).mm(queries.t()).ToDoubles();
        Assert.True(
            Numbers.RelativeToMaximum(expected, [.. AttributionProblem.Scores(fitted, few.TrainView).SelectMany(row => row)]) < Single
        );
    }

    private static double Correlation(List<double> left, List<double> right)
    {
        var (l, r) = (left.Average(), right.Average());
        var product = left.Zip(right, (a, b) => (a - l) * (b - r)).Sum();
        return product / Math.Sqrt(left.Sum(a => (a - l) * (a - l)) * right.Sum(b => (b - r) * (b - r)));
    }
}
