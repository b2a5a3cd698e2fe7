using DataWorth.Methods.Logra;
using DataWorth.Scoring;

namespace DataWorth.Tests.Logra;

public sealed class LograLawTests
{
    private static readonly string[] s_weights = ["fc1.weight", "fc2.weight", "fc3.weight"];

    // Scores leave as float32; everything before is float64.
    private const double Single = 2e-7;

    [Fact]
    public void Logra_WithIdentityProjectionAndNoPreconditioner_EqualsGradientDot()
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 1000,
            Curvature = LograCurvature.None,
        };
        using var fitted = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        for (var n = 0; n < problem.Train.Count; n++)
        {
            var train = problem.Gradient(problem.Train[n], s_weights);
            var expected = problem.Queries.Select(query => problem.Gradient(query, s_weights).Zip(train, (a, b) => a * b).Sum());
            Numbers.Close([.. expected], scores[n], 1e-6, 1e-9);
        }
    }

    [Theory]
    [InlineData(ScoreRule.Dot)]
    [InlineData(ScoreRule.Relatif)]
    [InlineData(ScoreRule.L2)]
    [InlineData(ScoreRule.Cosine)]
    public void Logra_WithIdentityProjection_EqualsDenseInfluence(ScoreRule rule)
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 1000,
            Score = rule,
        };
        using var fitted = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var actual = AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row).ToArray();
        Assert.True(Numbers.RelativeToMaximum(DenseInfluence(problem, rule), actual) < Single);
    }

    [Fact]
    public void Scores_DoNotDependOnBatchSizeOrShards()
    {
        double[]? expected = null;
        foreach (var (batch, shard) in new[] { (256, 64L << 20), (1, 1L << 20), (7, 1L << 20) })
        {
            using var problem = new AttributionProblem();
            var options = new LograOptions
            {
                Store = problem.Store,
                Rank = 3,
                BatchSize = batch,
                ShardBytes = shard,
            };
            using var fitted = problem
                .MLContext.Attribution.Logra(problem.Classifier.Task, options)
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            var scores = AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row).ToArray();
            expected ??= scores;
            Assert.True(Numbers.RelativeToMaximum(expected, scores) < Single, $"batch {batch}");
        }
    }

    [Fact]
    public void DuplicateExamples_ScoreTheSame()
    {
        using var problem = new AttributionProblem();
        problem.Train.Add(
            new ExampleRow
            {
                Id = "twin",
                Features = problem.Train[7].Features,
                Label = problem.Train[7].Label,
            }
        );
        var options = new LograOptions { Store = problem.Store, Rank = 3 };
        using var fitted = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        Assert.Equal(61, scores.Length);
        Assert.Equal(scores[7], scores[60]);
    }

    [Fact]
    public void PositiveScore_MeansThatTrainingOnTheExampleLowersTheQueryLoss()
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 1000,
            Curvature = LograCurvature.None,
        };
        using var fitted = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        var (best, worst) = (
            Array.IndexOf([.. scores.Select(s => s[0])], scores.Max(s => s[0])),
            Array.IndexOf([.. scores.Select(s => s[0])], scores.Min(s => s[0]))
        );
        var before = Loss(problem, problem.Queries[0]);
        Assert.True(LossAfterStep(problem, problem.Train[best]) < before);
        Assert.True(LossAfterStep(problem, problem.Train[worst]) > before);
    }

    private static double[] DenseInfluence(AttributionProblem problem, ScoreRule rule)
    {
        using var scope = NewDisposeScope();
        var count = problem.Train.Count;
        var (dot, self, querySelf) = (
            zeros([count, problem.Queries.Count], ScalarType.Float64),
            zeros([count], ScalarType.Float64),
            zeros([problem.Queries.Count], ScalarType.Float64)
        );
        foreach (var name in s_weights)
        {
            var train = stack(problem.Train.Select(row => tensor(problem.Gradient(row, name))));
            var queries = stack(problem.Queries.Select(row => tensor(problem.Gradient(row, name))));
            var h = train.t().mm(train) / count;
            var damped = h + (0.1 * h.diagonal().mean() * eye(h.shape[0], dtype: ScalarType.Float64));
            var inverse = linalg.inv(damped);
            dot += train.mm(inverse).mm(queries.t());
            self += (train.mm(inverse) * train).sum(1);
            querySelf += (queries.mm(inverse) * queries).sum(1);
        }

        var scores = rule switch
        {
            ScoreRule.Relatif => dot / self.sqrt().unsqueeze(1),
            ScoreRule.L2 => dot - (self.unsqueeze(1) / 2),
            ScoreRule.Cosine => dot / (self.unsqueeze(1) * querySelf.unsqueeze(0)).sqrt(),
            _ => dot,
        };
        return scores.ToDoubles();
    }

    private static double Loss(AttributionProblem problem, ExampleRow row)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var input = tensor(row.Features, [1, row.Features.Length], dtype: ScalarType.Float64);
        return nn.functional.cross_entropy(problem.Classifier.Model.call(input), tensor(new long[] { row.Label })).item<double>();
    }

    private static double LossAfterStep(AttributionProblem problem, ExampleRow row)
    {
        const double Step = 1e-3;
        using var scope = NewDisposeScope();
        var weights = problem
            .Classifier.Model.named_parameters()
            .Where(p => s_weights.Contains(p.name))
            .Select(p => (Tensor)p.parameter)
            .ToList();
        var input = tensor(row.Features, [1, row.Features.Length], dtype: ScalarType.Float64);
        var loss = nn.functional.cross_entropy(problem.Classifier.Model.call(input), tensor(new long[] { row.Label }));
        var gradients = autograd.grad([loss], weights);
        using var off = no_grad();
        foreach (var (weight, gradient) in weights.Zip(gradients))
        {
            weight.sub_(gradient * Step);
        }

        var after = Loss(problem, problem.Queries[0]);
        foreach (var (weight, gradient) in weights.Zip(gradients))
        {
            weight.add_(gradient * Step);
        }

        return after;
    }
}
