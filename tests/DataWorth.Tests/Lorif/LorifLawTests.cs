using DataWorth.Curvature;
using DataWorth.Methods.Lorif;
using DataWorth.Scoring;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Lorif;

public sealed class LorifLawTests
{
    private const double Single = 2e-7; // scores leave as float32; everything before is float64

    [Theory]
    [InlineData(ScoreRule.Dot, 1)]
    [InlineData(ScoreRule.Dot, 2)]
    [InlineData(ScoreRule.Relatif, 1)]
    public void StoredCoefficients_GiveTheSameScores(ScoreRule rule, int rank)
    {
        using var problem = new AttributionProblem();
        var options = Options with { Score = rule, FactorRank = rank, Subspace = 2 };
        using var recomputed = Fit(problem, options);
        using var stored = Fit(problem, options with { StoreCoefficients = true });
        Assert.True(Numbers.RelativeToMaximum(SmallFits.Scores(recomputed, problem), SmallFits.Scores(stored, problem)) < Single);
        Assert.Equal(recomputed.Summary.BytesPerExample + (3 * 2 * sizeof(double)), stored.Summary.BytesPerExample);
        Assert.Equal(recomputed.Summary.GradientArtifact, stored.Summary.GradientArtifact);

        // Rows that were never stored: their coefficients are computed.
        var unseen = problem.QueryView;
        var expected = AttributionProblem.Scores(recomputed, unseen).SelectMany(row => row).ToArray();
        Assert.True(Numbers.RelativeToMaximum(expected, [.. AttributionProblem.Scores(stored, unseen).SelectMany(row => row)]) < Single);
    }

    [Fact]
    public void StoredCoefficients_OfASecondFit_AreRead()
    {
        using var problem = new AttributionProblem();
        var options = Options with { StoreCoefficients = true, Subspace = 2 };
        using var first = Fit(problem, options);
        var objects = Objects(problem);
        Assert.Contains(objects, name => name.Contains("coefficients", StringComparison.Ordinal));
        using var second = Fit(problem, options);
        Assert.Equal(objects, Objects(problem));
        Assert.Equal(SmallFits.Scores(first, problem), SmallFits.Scores(second, problem));

        // All but the fits themselves, which say when they were made.
        static List<string> Objects(AttributionProblem problem) =>
            [.. problem.Store.List("").Select(item => item.Name).Where(name => !name.StartsWith("fit/", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData(SubspaceDamping.RitzMean)]
    [InlineData(SubspaceDamping.Trace)]
    [InlineData(SubspaceDamping.TailCorrected)]
    public void DampingRules_AreTheirFormulas(SubspaceDamping rule)
    {
        const int Rank = 3;
        const int Oversampling = 10;
        using var problem = new AttributionProblem();
        var options = Options with
        {
            FactorRank = 100,
            Subspace = Rank,
            PowerIterations = 40,
            DampingRule = rule,
            SelfInfluenceColumn = "Self",
        };
        using var fitted = Fit(problem, options);
        using var scope = NewDisposeScope();
        var (expected, self) = (zeros([60, 5], ScalarType.Float64), zeros([60], ScalarType.Float64));
        foreach (var name in new[] { "fc1.weight", "fc2.weight", "fc3.weight" })
        {
            var train = stack(problem.Train.Select(row => tensor(problem.Gradient(row, name))));
            var queries = stack(problem.Queries.Select(row => tensor(problem.Gradient(row, name))));
            var (values, vectors) = linalg.eigh(train.t().mm(train) / 60);
            var (size, trace) = (values.shape[0], values.sum().item<double>());
            var leading = values.narrow(0, size - Rank, Rank);
            var ritz = values
                .narrow(0, size - Math.Min(size, Rank + Oversampling), Math.Min(size, Rank + Oversampling))
                .mean()
                .item<double>();
            var lambda = 0.1 * (rule == SubspaceDamping.Trace ? trace / size : ritz);
            var outside = lambda + (rule == SubspaceDamping.TailCorrected ? (trace - leading.sum().item<double>()) / (size - Rank) : 0);
            var v = vectors.narrow(1, size - Rank, Rank);
            var inverse = (eye(size, dtype: ScalarType.Float64) - v.mm(v.t())) / outside + (v / (leading + lambda)).mm(v.t());
            expected += train.mm(inverse).mm(queries.t());
            self += (train.mm(inverse) * train).sum(1);
        }

        // The streaming subspace and its Ritz values beyond r are near the true ones, not equal.
        Assert.True(Numbers.RelativeToMaximum(expected.ToDoubles(), SmallFits.Scores(fitted, problem)) < 1e-4);
        Assert.True(
            Numbers.RelativeToMaximum(
                self.ToDoubles(),
                [.. fitted.Transform(problem.TrainView).GetColumn<float>("Self").Select(value => (double)value)]
            ) < 1e-4
        );
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    public void WholeSubspaceOfFloat32Rows_EqualsTheWholeFisher(double damping)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        var options = Options with
        {
            FactorRank = 100,
            Subspace = 1000,
            Storage = "float32",
            DampingRule = SubspaceDamping.Trace,
            Damping = Damping.Relative(damping),
        };
        using var fitted = Fit(problem, options);
        using var scope = NewDisposeScope();
        var expected = zeros([60, 5], ScalarType.Float64);
        foreach (var name in new[] { "fc1.weight", "fc2.weight", "fc3.weight" })
        {
            var train = stack(problem.Train.Select(row => tensor(problem.Gradient(row, name))));
            var queries = stack(problem.Queries.Select(row => tensor(problem.Gradient(row, name))));
            var fisher = train.t().mm(train) / 60;
            fisher.diagonal().add_(damping * fisher.diagonal().mean());
            expected += train.mm(linalg.solve(fisher, queries.t()));
        }

        Assert.True(Numbers.RelativeToMaximum(expected.ToDoubles(), SmallFits.Scores(fitted, problem)) < 1e-3);
        Assert.DoesNotContain(fitted.Summary.Reports, report => report.Contains("raised", StringComparison.Ordinal));
    }

    [Fact]
    public void QueryFactors_ReportWhatTheyLeaveOut()
    {
        using var problem = new AttributionProblem();
        using var mean = Fit(problem, Options with { Aggregation = QueryAggregation.Mean });
        Assert.Matches("^query factors of rank 1: relative error at most 0\\.", Assert.Single(mean.QueryReports));
        using var whole = Fit(problem, Options with { Aggregation = QueryAggregation.Mean, QueryRank = 100 });
        Assert.Empty(whole.QueryReports);
    }

    private static LorifOptions Options =>
        new()
        {
            Rank = 1000,
            FactorRank = 1,
            Storage = "float64",
            ExactFactors = true,
            Subspace = 6,
        };

    private static AttributionTransformer Fit(AttributionProblem problem, LorifOptions options) =>
        problem
            .MLContext.Attribution.Lorif(problem.Classifier.Task, options with { Store = problem.Store })
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
}
