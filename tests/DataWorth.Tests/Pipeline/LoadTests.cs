using DataWorth.Artifacts;
using DataWorth.Methods;
using DataWorth.Methods.Logra;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Tests.Pipeline;

/// <summary>A fit that is opened by name answers as the one that fitted, bit for bit.</summary>
public sealed class LoadTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Answers_AreThoseOfTheProcessThatFitted(string name)
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, name, options => options with { Name = "mine" }).Fit(problem.TrainView);
        using var first = fit.WithQueries(problem.QueryView);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task);
        using var second = loaded.WithQueries(problem.QueryView);
        Assert.Equal(SmallFits.Scores(first, problem), SmallFits.Scores(second, problem));
        Assert.Equal(name, loaded.Summary.Method);
        Assert.Equal("mine", loaded.Summary.Name);
        Assert.Equal(fit.Summary.Examples, loaded.Summary.Examples);
        if (fit.Summary.BytesPerExample == 0)
        {
            var error = Assert.Throws<InvalidOperationException>(() => second.TopK(3));
            Assert.Contains("give the training view to Load", error.Message, StringComparison.Ordinal);
            using var withRows = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task, problem.TrainView);
            Assert.Equal(Neighbors(problem, first.TopK(3)), Neighbors(problem, withRows.TopK(problem.QueryView, 3)));
        }
        else
        {
            Assert.Equal(Neighbors(problem, first.TopK(3)), Neighbors(problem, second.TopK(3)));
            Assert.Equal(
                problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false).Select(row => row.SelfInfluence),
                problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(loaded.SelfInfluence(), false).Select(row => row.SelfInfluence)
            );
        }
    }

    [Fact]
    public void OtherWeights_AreRefused()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "mine" }).Fit(problem.TrainView).Dispose();
        using (no_grad())
        {
            problem.Classifier.Model.named_parameters().First().parameter.mul_(1.5);
        }

        var error = Assert.Throws<FitMismatchException>(() =>
            problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task)
        );
        Assert.StartsWith("Fit 'mine' was made with model weights ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give the task and the weights of that fit.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTask_IsRefused()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "mine" }).Fit(problem.TrainView).Dispose();
        var other = new ClassificationTask(problem.Classifier.Model, labelColumn: "Other");
        var error = Assert.Throws<FitMismatchException>(() => problem.MLContext.Attribution.Load(problem.Store, "mine", other));
        Assert.StartsWith("Fit 'mine' was made with the task ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownName_NamesThoseThereAre()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "mine" }).Fit(problem.TrainView).Dispose();
        var error = Assert.Throws<ArgumentException>(() =>
            problem.MLContext.Attribution.Load(problem.Store, "yours", problem.Classifier.Task)
        );
        Assert.Matches("^There is no fit 'yours' in .*\\. Fits: mine\\.$", error.Message);
    }

    [Fact]
    public void UnknownNameAmongMany_NamesTheFirstTen()
    {
        using var problem = new AttributionProblem();
        foreach (var letter in "lkjihgfedcba")
        {
            SmallFits.Estimator(problem, "logra", options => options with { Name = letter.ToString() }).Fit(problem.TrainView).Dispose();
        }

        var error = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Find(problem.Store, "yours"));
        Assert.EndsWith("Fits: a, b, c, d, e, f, g, h, i, j and 2 more.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyAsTheStoreListsIt_FindsTheFit()
    {
        using var problem = new AttributionProblem();
        Logra(problem, 3).Fit(problem.TrainView).Dispose();
        var key = problem.MLContext.Attribution.Fits(problem.Store)[0].Key;
        foreach (var text in new[] { key.ToString(), key.ToString()[.."fit/02a1da84".Length], key.Fingerprint[..8] })
        {
            Assert.Equal(key, problem.MLContext.Attribution.Find(problem.Store, text).Key);
        }
    }

    [Fact]
    public void EqualFitsMadeAtOnce_AreOne_WhoseKeyOthersMayHaveAlready()
    {
        using var problem = new AttributionProblem();
        Logra(problem, 3).Fit(problem.TrainView).Dispose();
        var first = problem.MLContext.Attribution.Fits(problem.Store)[0].Key;
        LateStore late = new(problem.Store);
        using var fit = Logra(problem, 3, late).Fit(problem.TrainView);
        var left = Assert.Single(problem.MLContext.Attribution.Fits(problem.Store));
        Assert.Equal((first, first), (left.Key, fit.Summary.Key));
    }

    // Shows the fits of others only from the second time on: they were written in between.
    private sealed class LateStore(IArtifactStore inner) : IArtifactStore
    {
        private int _asked;

        public string Description => inner.Description;

        public IArtifactObjectWriter Create(string name, long? expectedLength, CancellationToken cancellationToken) =>
            inner.Create(name, expectedLength, cancellationToken);

        public IArtifactObject Open(string name, CancellationToken cancellationToken) => inner.Open(name, cancellationToken);

        public bool Exists(string name, CancellationToken cancellationToken) => inner.Exists(name, cancellationToken);

        public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken) =>
            prefix.StartsWith("fit", StringComparison.Ordinal) && _asked++ == 0 ? [] : inner.List(prefix, cancellationToken);

        public bool Delete(string name, CancellationToken cancellationToken) => inner.Delete(name, cancellationToken);

        public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
            DateTimeOffset before,
            bool preview,
            CancellationToken cancellationToken
        ) => inner.RemoveUncommitted(before, preview, cancellationToken);

        public void Dispose() { }
    }

    [Fact]
    public void FitThatIsMadeAgain_IsTheNewest()
    {
        using var problem = new AttributionProblem();
        foreach (var rank in new[] { 3, 2, 3 })
        {
            Logra(problem, rank).Fit(problem.TrainView).Dispose();
        }

        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task);
        Assert.Equal(3, Assert.IsType<LograOptions>(loaded.Options).Rank);
        Assert.Equal(2, ArtifactCatalog.List(problem.Store, "fit").Count);
    }

    [Fact]
    public void OptionsThatTheFitDependsOn_CannotBeChangedAtALoad()
    {
        using var problem = new AttributionProblem();
        Logra(problem, 3).Fit(problem.TrainView).Dispose();
        foreach (
            var change in new Func<LograOptions, LograOptions>[]
            {
                options => options with { Rank = 2 },
                options => options with { Curvature = LograCurvature.Kfac },
                options => options with { Storage = "float64" },
            }
        )
        {
            var error = Assert.Throws<FitMismatchException>(() =>
                problem.MLContext.Attribution.Load(
                    problem.Store,
                    "mine",
                    problem.Classifier.Task,
                    change: options => change((LograOptions)options)
                )
            );
            Assert.StartsWith("Fit 'mine' was made with ", error.Message, StringComparison.Ordinal);
        }

        using var other = problem.MLContext.Attribution.Load(
            problem.Store,
            "mine",
            problem.Classifier.Task,
            change: options => options with { BatchSize = 3 }
        );
    }

    [Fact]
    public void FitThatCannotBeRead_IsInNobodysWay()
    {
        using var problem = new AttributionProblem();
        using (var writer = problem.Store.Create("fit/0123456789abcdef0123456789abcdef/manifest.json"))
        {
            writer.Write("{}"u8);
            writer.Commit();
        }

        Logra(problem, 3).Fit(problem.TrainView).Dispose();
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task);
        var error = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Load(problem.Store, "x", problem.Classifier.Task));
        Assert.Contains("Fits: mine. 1 cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    private static AttributionEstimator Logra(AttributionProblem problem, int rank, IArtifactStore? store = null) =>
        problem.MLContext.Attribution.Logra(
            problem.Classifier.Task,
            new LograOptions
            {
                Rank = rank,
                Name = "mine",
                Store = store ?? problem.Store,
            }
        );

    [Fact]
    public void NewestOfAName_IsLoaded()
    {
        using var problem = new AttributionProblem();
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var store = new FileArtifactStore(folder);
            foreach (var rank in new[] { 2, 3 })
            {
                problem
                    .MLContext.Attribution.Logra(
                        problem.Classifier.Task,
                        new LograOptions
                        {
                            Rank = rank,
                            Name = "mine",
                            Store = store,
                        }
                    )
                    .Fit(problem.TrainView)
                    .Dispose();
            }

            using var loaded = problem.MLContext.Attribution.Load(store, "mine", problem.Classifier.Task);
            Assert.Equal(3, Assert.IsType<LograOptions>(loaded.Options).Rank);
        }
        finally
        {
            TemporaryFolder.Remove(folder);
        }
    }

    private static List<(string, string, int, string, float)> Neighbors(AttributionProblem problem, IDataView view) =>
        [
            .. problem
                .MLContext.Data.CreateEnumerable<Neighbor>(view, false)
                .Select(row => (row.QueryId, row.Side, row.Rank, row.ExampleId, row.Score)),
        ];
}
