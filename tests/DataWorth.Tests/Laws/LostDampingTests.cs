using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Curvature;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Tests.Laws;

/// <summary>A damping that rounding loses beside the curvature gives no numbers without a word: none is refused, a little is raised and
/// reported.</summary>
public sealed class LostDampingTests
{
    private const int Few = 5; // rows, fewer than a block has dimensions

    [Theory]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    [InlineData("kfac")]
    [InlineData("diagonal")]
    public void NoDamping_OfASingularCurvature_IsRefusedByName(string method)
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: Few);
        problem.Train.ForEach(row => row.Features[0] = 0);
        using var fitted = SmallFits.Fit(problem, method, options => options with { Damping = Damping.Absolute(0) });
        foreach (
            var ask in new Action[]
            {
                () => SmallFits.Scores(fitted, problem),
                () => problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Count(),
            }
        )
        {
            var error = Assert.Throws<InvalidOperationException>(ask);
            Assert.StartsWith(
                "The curvature of 'fc1' is not positive definite with damping 0. Fit again with more of it",
                error.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("lorif", null)]
    [InlineData("ekfac", null)]
    [InlineData("ekfac", "2")]
    [InlineData("kfac", null)]
    public void DampingLostInRounding_IsRaisedAndReported(string method, string? partitions)
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: Few);
        using var fitted = SmallFits.Fit(problem, method, options =>
            OptionsBinder.Bind(options, partitions is null ? [] : new Dictionary<string, string> { ["partitions"] = partitions }) with
            {
                Damping = Damping.Relative(1e-8),
                Store = problem.Store,
            }
        );
        Assert.All(SmallFits.Scores(fitted, problem), score => Assert.True(double.IsFinite(score)));
        Assert.Contains(fitted.Summary.Reports, report =>
            report.Contains("is not positive definite with damping", StringComparison.Ordinal)
        );
    }

    /// <summary>Between what is raised and what is exact.</summary>
    [Theory]
    [InlineData("logra", 1e-6)]
    [InlineData("lorif", 1e-5)]
    [InlineData("exact-influence", 5e-5)]
    public void DampingThatRoundingLeaves_IsReported_WhereScoresMayBeOff(string method, double damping)
    {
        Assert.Contains("scores may be off", Assert.Single(Reports(ScalarType.Float32, damping).Distinct()), StringComparison.Ordinal);
        Assert.Empty(Reports(ScalarType.Float32, 0.1));
        Assert.Empty(Reports(ScalarType.Float64, damping));

        string[] Reports(ScalarType type, double relative)
        {
            using var problem = new AttributionProblem(type);
            using var fitted = SmallFits.Fit(problem, method, options => options with { Damping = Damping.Relative(relative) });
            _ = SmallFits.Scores(fitted, problem);
            return [.. fitted.Summary.Reports.Select(report => report[(report.LastIndexOf(':') + 1)..])];
        }
    }

    /// <summary>The size of a curvature whose numbers have squares that leave float32.</summary>
    [Fact]
    public void OrdinaryDampingOfALargeCurvature_IsNotDoubted()
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        problem.Train.ForEach(row => row.Features = [.. row.Features.Select(value => value * (1L << 40))]);
        using var fitted = SmallFits.Fit(problem, "logra");
        _ = SmallFits.Scores(fitted, problem);
        Assert.Empty(fitted.Summary.Reports);
    }

    [Theory]
    [InlineData("Hessian", ScalarType.Float32)]
    [InlineData("Hessian", ScalarType.Float64)]
    [InlineData("Fisher", ScalarType.Float32)]
    public void NoDamping_OfASingularExactCurvature_IsRefusedByName(string curvature, ScalarType type)
    {
        using var problem = new AttributionProblem(type, train: Few);
        problem.Train.ForEach(row => row.Features[0] = 0);
        using var fitted = FitExact(problem, curvature, Damping.Absolute(0));
        foreach (var ask in new Action[] { () => SmallFits.Scores(fitted, problem), () => SelfInfluences(problem.MLContext, fitted) })
        {
            var error = Assert.Throws<InvalidOperationException>(ask);
            Assert.StartsWith(
                "The curvature of 'all' is singular up to rounding with damping 0. Fit again with more of it",
                error.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void ExactFisher_WhoseDampingIsLost_GivesNoMoreInfluenceThanExamples()
    {
        using var problem = new AttributionProblem(ScalarType.Float32, train: Few);
        using var fitted = FitExact(problem, "Fisher", Damping.Relative(1e-15));
        Assert.All(SelfInfluences(problem.MLContext, fitted), self => Assert.InRange(self, 0, Few * 1.01));

        // Of five gradients without a common direction each has all of its own: phi_n^T H^-1 phi_n = N.
        using var all = fitted.WithQueries(problem.TrainView);
        var scores = AttributionProblem.Scores(all, problem.TrainView);
        for (var i = 0; i < Few; i++)
        {
            Numbers.Close([.. Enumerable.Range(0, Few).Select(j => i == j ? Few : 0.0)], scores[i], 0.02, 0.02);
        }

        Assert.Matches("^'all' is singular up to rounding with damping .*: raised to ", Assert.Single(fitted.Summary.Reports));
    }

    [Theory]
    [InlineData(1e4, 1e-4)]
    [InlineData(1e5, 1e-2)]
    public void ExactHessian_WhoseDampingIsLost_IsThatOfTheRaisedOne(double factor, double damping)
    {
        using var single = new LargeRow(ScalarType.Float32, factor);
        using var wide = new LargeRow(ScalarType.Float64, factor);
        using var fitted = single.Fit(Damping.Absolute(damping));
        var self = SelfInfluences(single.MLContext, fitted);
        var report = Assert.Single(fitted.Summary.Reports);
        Assert.Matches("^'all' is singular up to rounding with damping .*: raised to [^ ]+$", report);
        var raised = double.Parse(report[(report.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        using var expected = wide.Fit(Damping.Absolute(raised));
        Assert.All(self, value => Assert.True(value >= 0, $"{value:g4}"));
        Assert.True(Numbers.RelativeToMaximum(SelfInfluences(wide.MLContext, expected), self) < 0.1);
    }

    private static AttributionTransformer FitExact(AttributionProblem problem, string curvature, Damping damping) =>
        SmallFits.Fit(problem, "exact-influence", options =>
            OptionsBinder.Bind(options, new Dictionary<string, string> { ["curvature"] = curvature }) with
            {
                Damping = damping,
                Store = problem.Store,
            }
        );

    private static double[] SelfInfluences(MLContext context, AttributionTransformer fitted) =>
        [.. context.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Select(row => (double)row.SelfInfluence)];

    /// <summary>A logistic regression, whose Hessian has no negative eigenvalues, with a row of large features.</summary>
    private sealed class LargeRow : IDisposable
    {
        private const int Inputs = 4;

        private readonly MemoryArtifactStore _store = new();
        private readonly nn.Module<Tensor, Tensor> _model = nn.Sequential(("fc", nn.Linear(Inputs, 3, hasBias: false)));

        public LargeRow(ScalarType type, double factor)
        {
            using var off = no_grad();
            var random = new SeededRandom(5);
            foreach (var parameter in _model.parameters())
            {
                parameter.copy_(tensor(Draw(random, parameter.NumberOfElements, 0.1 / factor), parameter.shape));
            }

            _model.to(type);
            View = ExampleRow.View(
                MLContext,
                [
                    .. Enumerable
                        .Range(0, 40)
                        .Select(i => new ExampleRow
                        {
                            Id = $"{i}",
                            Label = i % 3,
                            Features = Draw(random, Inputs, i == 7 ? factor : 1),
                        }),
                ],
                Inputs
            );
        }

        public MLContext MLContext { get; } = new(seed: 0);

        public IDataView View { get; }

        public AttributionTransformer Fit(Damping damping) =>
            MLContext
                .Attribution.ExactInfluence(new ClassificationTask(_model), new ExactInfluenceOptions { Store = _store, Damping = damping })
                .Fit(View);

        public void Dispose()
        {
            _model.Dispose();
            _store.Dispose();
        }

        private static float[] Draw(SeededRandom random, long count, double scale) =>
            [.. Enumerable.Range(0, (int)count).Select(_ => (float)(scale * random.NextNormal()))];
    }
}
