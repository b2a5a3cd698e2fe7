using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Methods.Ekfac;
using DataWorth.Tasks;

namespace DataWorth.Tests.Ekfac;

public sealed class EkfacOptionTests
{
    private const double Single = 2e-7; // scores leave as float32; everything before is float64

    public static TheoryData<EigenbasisKind> Kinds => [.. Enum.GetValues<EigenbasisKind>()];

    /// <summary>Patches of an image without edges have the same covariance whichever way it is shifted: pairs of equal eigenvalues.</summary>
    [Theory]
    [InlineData(PaddingModes.Circular, EigenbasisKind.Ekfac, ScalarType.Float64, true)]
    [InlineData(PaddingModes.Circular, EigenbasisKind.Ekfac, ScalarType.Float32, true)]
    [InlineData(PaddingModes.Circular, EigenbasisKind.Kfac, ScalarType.Float64, false)]
    [InlineData(PaddingModes.Zeros, EigenbasisKind.Ekfac, ScalarType.Float32, false)]
    public void EqualEigenvalues_AreReported(PaddingModes padding, EigenbasisKind kind, ScalarType type, bool isReported)
    {
        using var problem = new AttributionProblem(type);
        using var model = nn.Sequential(
            ("image", nn.Unflatten(1, [1, 1, 7])),
            ("conv", nn.Conv2d(1, 3, (1, 7), padding: (0, 3), padding_mode: padding)),
            ("relu", nn.ReLU()),
            ("flat", nn.Flatten()),
            ("fc", nn.Linear(21, 4))
        );
        model.to(type);
        var options = new EkfacOptions { Store = problem.Store, Kind = kind };
        using var fitted = problem.MLContext.Attribution.Ekfac(new ClassificationTask(model), options).Fit(problem.TrainView);
        Assert.Equal(isReported, fitted.Summary.Reports.Any(report => report.StartsWith("conv (activations): ", StringComparison.Ordinal)));
    }

    [Fact]
    public void QueryFactors_AtFullRank_AreExact()
    {
        using var problem = new AttributionProblem();
        using var whole = Fit(problem, new EkfacOptions());
        using var factored = Fit(problem, new EkfacOptions { QueryRank = 7 });
        Assert.True(Numbers.RelativeToMaximum(SmallFits.Scores(whole, problem), SmallFits.Scores(factored, problem)) < Single);
        Assert.Empty(whole.QueryReports);
        Assert.Matches("^query factors of rank 7: relative error at most .*e-1[0-9] \\('fc.'\\)$", Assert.Single(factored.QueryReports));
    }

    [Fact]
    public void QueryFactors_ErrorIsBoundedByTheReportedOne_AndFallsWithTheRank()
    {
        using var problem = new AttributionProblem(queries: 8);
        // One query that is the mean of several has a preconditioned gradient of full rank.
        EkfacOptions Options(int? rank) =>
            new()
            {
                QueryRank = rank,
                Aggregation = QueryAggregation.Mean,
                Modules = new ModuleSelection { Include = "fc2" },
            };
        using var whole = Fit(problem, Options(null));
        var exact = SmallFits.Scores(whole, problem);
        var norms = problem.Train.Select(row => Math.Sqrt(problem.Gradient(row, "fc2.weight").Sum(g => g * g))).ToArray();
        var query = Norm(problem, whole);
        var errors = new List<double>();
        foreach (var rank in new[] { 1, 2, 4 })
        {
            using var factored = Fit(problem, Options(rank));
            var report = Assert.Single(factored.QueryReports);
            var relative = double.Parse(
                report[(report.IndexOf("most ", StringComparison.Ordinal) + 5)..report.IndexOf(" (", StringComparison.Ordinal)],
                System.Globalization.CultureInfo.InvariantCulture
            );
            var scores = SmallFits.Scores(factored, problem);
            for (var n = 0; n < scores.Length; n++)
            {
                Assert.True(Math.Abs(scores[n] - exact[n]) <= (1.01 * relative * query * norms[n]) + 1e-6, $"rank {rank}, example {n}");
            }

            errors.Add(relative);
        }

        Assert.True(errors[0] > errors[1] && errors[1] > errors[2] && errors[0] > 1e-3, string.Join(", ", errors));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Partitions_ChangeNothing(EigenbasisKind kind)
    {
        using var problem = new AttributionProblem();
        using var together = Fit(problem, new EkfacOptions { Kind = kind, SelfInfluenceColumn = "Self" });
        using var apart = Fit(
            problem,
            new EkfacOptions
            {
                Kind = kind,
                SelfInfluenceColumn = "Self",
                Partitions = 3,
            }
        );
        Assert.Equal(SmallFits.Scores(together, problem), SmallFits.Scores(apart, problem));
        Assert.Equal(Self(problem, together), Self(problem, apart));
        Assert.Equal(3, apart.Summary.CurvatureArtifact!.Split(", ").Length);
        using var again = Fit(
            problem,
            new EkfacOptions
            {
                Kind = kind,
                SelfInfluenceColumn = "Self",
                Partitions = 3,
            }
        );
        Assert.Equal(SmallFits.Scores(apart, problem), SmallFits.Scores(again, problem));
    }

    [Fact]
    public void DampingSweep_RunsNoModelAndFactorisesNothing()
    {
        using var problem = new AttributionProblem();
        Damping[] dampings = [.. Enumerable.Range(-4, 6).Select(power => Damping.Relative(Math.Pow(10, power)))];
        using var fitted = Fit(problem, new EkfacOptions());
        var (calls, objects) = (0, problem.Store.List("").Count());
        var hook = problem.Classifier.Model.register_forward_hook(
            (_, _, output) =>
            {
                calls++;
                return output;
            }
        );
        // Covariances are not kept: an eigendecomposition would need a pass over the training data.
        var sweep = dampings.Select(fitted.WithDamping).ToList();
        Assert.All(sweep, one => Assert.Empty(one.QueryReports)); // preconditions the queries
        Assert.Equal(0, calls);
        Assert.Equal(objects, problem.Store.List("").Count());
        hook.remove();
        for (var i = 0; i < dampings.Length; i++)
        {
            using var one = sweep[i];
            Assert.Equal(dampings[i], one.Options.Damping);
            using var direct = Fit(problem, new EkfacOptions { Damping = dampings[i] });
            Assert.Equal(SmallFits.Scores(direct, problem), SmallFits.Scores(one, problem));
            Assert.Equal(SelfRows(problem, direct), SelfRows(problem, one));
        }
    }

    [Fact]
    public void OtherScoreRule_ComputesNothing()
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, new EkfacOptions());
        using var other = fitted.WithScore(Scoring.ScoreRule.Relatif);
        using var direct = Fit(problem, new EkfacOptions { Score = Scoring.ScoreRule.Relatif });
        Assert.Equal(SmallFits.Scores(direct, problem), SmallFits.Scores(other, problem));
    }

    [Fact]
    public void EmbeddingsAreRefusedByName_AndTrackedByTheDiagonal()
    {
        using var embedding = nn.Sequential(("table", nn.Embedding(50, 3)), ("flatten", nn.Flatten()), ("head", nn.Linear(6, 4)));
        embedding.to(ScalarType.Float64);
        using var problem = new AttributionProblem();
        var task = new ClassificationTask(new FirstTwoAsTokens(embedding));
        var modules = ModuleSelection.AllParameters;
        var error = Assert.Throws<NotSupportedException>(() =>
            problem
                .MLContext.Attribution.Ekfac(task, new EkfacOptions { Store = problem.Store, Modules = modules })
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView)
        );
        Assert.StartsWith(
            "A Kronecker-factored curvature needs activations and output gradients of 'inner.table'",
            error.Message,
            StringComparison.Ordinal
        );
        using var diagonal = problem
            .MLContext.Attribution.Ekfac(
                task,
                new EkfacOptions
                {
                    Store = problem.Store,
                    Modules = modules,
                    Kind = EigenbasisKind.Diagonal,
                }
            )
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        Assert.All(SmallFits.Scores(diagonal, problem), score => Assert.True(double.IsFinite(score)));
    }

    [Fact]
    public void Options_OutOfRange_AreNamed()
    {
        var rank = Assert.Throws<ArgumentOutOfRangeException>(() => new EkfacOptions { QueryRank = 0 }.Validate());
        Assert.StartsWith("QueryRank should be at least 1, got 0.", rank.Message, StringComparison.Ordinal);
        var parts = Assert.Throws<ArgumentOutOfRangeException>(() => new EkfacOptions { Partitions = 0 }.Validate());
        Assert.StartsWith("Partitions should be at least 1, got 0.", parts.Message, StringComparison.Ordinal);
    }

    private static AttributionTransformer Fit(AttributionProblem problem, EkfacOptions options) =>
        problem
            .MLContext.Attribution.Ekfac(problem.Classifier.Task, options with { Store = problem.Store })
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);

    private static float[] Self(AttributionProblem problem, AttributionTransformer fitted) =>
        [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<float>(fitted.Transform(problem.TrainView), "Self")];

    private static float[] SelfRows(AttributionProblem problem, AttributionTransformer fitted) =>
        [.. problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Select(row => row.SelfInfluence)];

    /// <summary>|Q~|: the largest score that a training gradient of norm 1 could have, from the scores and the gradients by least
    /// squares.</summary>
    private static double Norm(AttributionProblem problem, AttributionTransformer fitted)
    {
        using var scope = NewDisposeScope();
        var gradients = stack(problem.Train.Select(row => tensor(problem.Gradient(row, "fc2.weight"))));
        var scores = tensor(SmallFits.Scores(fitted, problem)).unsqueeze(1);
        return linalg.pinv(gradients).mm(scores).norm().item<double>();
    }

    /// <summary>Reads the signs of the first two features as tokens.</summary>
    private sealed class FirstTwoAsTokens : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;

        public FirstTwoAsTokens(nn.Module<Tensor, Tensor> inner)
            : base("tokens")
        {
            _inner = inner;
            register_module("inner", inner);
            eval();
        }

        public override Tensor forward(Tensor input) => _inner.call(input.narrow(1, 0, 2).gt(0).to_type(ScalarType.Int64) * 20);
    }
}
