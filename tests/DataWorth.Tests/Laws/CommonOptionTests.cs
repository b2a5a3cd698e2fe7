using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Trak;
using DataWorth.Tasks;

namespace DataWorth.Tests.Laws;

/// <summary>Options that all methods share: measurement, checkpoints, module patterns, given projections; and what a fit says of
/// itself.</summary>
public sealed class CommonOptionTests
{
    private const double Single = 4e-7; // scores leave as float32

    [Fact]
    public void Margin_AsMeasurement_AttributesTheMarginOfTheQuery()
    {
        using var problem = new AttributionProblem();
        var options = new GradientDotOptions { Store = problem.Store };
        var task = new ClassificationTask(problem.Classifier.Model) { Measurement = (task, logits, batch) => task.Margin(logits, batch) };
        using var fitted = problem.MLContext.Attribution.GradientDot(task, options).Fit(problem.TrainView).WithQueries(problem.QueryView);
        string[] names = [.. problem.Classifier.Model.named_parameters().Select(entry => entry.name)];
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        for (var query = 0; query < problem.Queries.Count; query++)
        {
            // Training on n moves the weights by -G_n: the margin rises by -grad f . G_n.
            var margin = MarginGradient(problem, problem.Queries[query]);
            var expected = problem.Train.Select(row => -problem.Gradient(row, names).Zip(margin, (g, m) => g * m).Sum()).ToArray();
            Assert.True(Numbers.RelativeToMaximum(expected, [.. scores.Select(row => row[query])]) < Single);
        }
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.3, 0.7)]
    [InlineData(2, 0)] // not a trace of the second
    [InlineData(-1, 0.5)]
    public void Trak_OverCheckpoints_MultipliesTheSumOfProductsWithTheMeanWeights_BothByTheShares(double first, double second)
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        TrakOptions Options(params ModelCheckpoint[] checkpoints) =>
            new()
            {
                Store = problem.Store,
                Dimension = 20,
                Checkpoints = checkpoints,
            };
        double[] Scores(TrakOptions options)
        {
            using var fitted = problem
                .MLContext.Attribution.Trak(problem.Classifier.Task, options)
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            return SmallFits.Scores(fitted, problem);
        }

        var (products, weights) = (new double[300], new double[60]);
        foreach (var (factor, share) in new[] { (1.0, first), (0.8, second) })
        {
            checkpoints.Load(factor);
            var scores = Scores(Options());
            var single = Weights(problem);
            for (var i = 0; i < scores.Length; i++)
            {
                products[i] += share * scores[i] / single[i / 5];
            }

            for (var n = 0; n < weights.Length; n++)
            {
                weights[n] += single[n] * Math.Abs(share) / (Math.Abs(first) + Math.Abs(second));
            }
        }

        checkpoints.Load(1);
        var both = Scores(Options(checkpoints.At(1, first, "theta"), checkpoints.At(0.8, second, "0.8 theta")));
        // divided by weights in float32
        Assert.True(Numbers.RelativeToMaximum([.. products.Select((product, i) => product * weights[i / 5])], both) < 2e-6);
    }

    [Fact]
    public void DefaultModules_AndWhatIsLeftOut_AreReported()
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(problem, "logra");
        Assert.Equal(["fc1 [4, 4]", "fc2 [4, 4]", "fc3 [4, 4]"], fitted.Summary.Blocks);
        Assert.Equal(
            [
                ("fc1.bias", "bias not tracked (modules.track-bias = false)"),
                ("fc2.bias", "bias not tracked (modules.track-bias = false)"),
                ("fc3.bias", "bias not tracked (modules.track-bias = false)"),
            ],
            fitted.Summary.LeftOut
        );
        using var chosen = SmallFits.Fit(problem, "logra", options => options with { Modules = new ModuleSelection
                {
                    Include = "fc?",
                    Exclude = "*2",
                    TrackBias = true,
                } });
        Assert.Null(fitted.Summary.Warning);
        Assert.InRange(chosen.Summary.CurvatureBytes, 2 * 16 * 16 * sizeof(double), (2 * 16 * 16 * sizeof(double)) + 1000); // and a header
        Assert.Equal(["fc1 [4, 4]", "fc3 [4, 4]"], chosen.Summary.Blocks);
        Assert.Equal(
            [("fc2.weight", "left out by the module patterns"), ("fc2.bias", "left out by the module patterns")],
            chosen.Summary.LeftOut
        );
        Assert.StartsWith(
            "logra: 60 examples x 32 numbers, 256 bytes per example (200.0 % of float32), "
                + FormattableString.Invariant($"{chosen.Summary.CurvatureBytes:n0} of curvature; modules fc1 [4, 4], fc3 [4, 4]; ")
                + "left out fc2.weight (left out by the module patterns), ",
            chosen.Summary.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AFitThatSeesLessThanHalfOfTheModel_Warns()
    {
        using var problem = new AttributionProblem();
        using var little = SmallFits.Fit(problem, "logra", options => options with { Modules = new ModuleSelection { Include = "fc3" } });
        const string Expected =
            "Only 18.7 % of the model's 107 parameters are tracked. Not tracked: fc1.weight, fc1.bias, fc2.weight, fc2.bias (left out by the "
            + "module patterns); fc3.bias (bias not tracked (modules.track-bias = false)).";
        Assert.Equal(Expected, little.Summary.Warning);
        Assert.Contains($". {Expected[..^1]}; ", little.Summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ProjectionsFromAFile_AreThoseGiven()
    {
        using var problem = new AttributionProblem();
        var folder = Directory.CreateTempSubdirectory("dataworth-test-").FullName;
        try
        {
            using var scope = NewDisposeScope();
            var pairs = new[] { ("fc1", 6, 7), ("fc2", 5, 6), ("fc3", 4, 5) }.ToDictionary(
                layer => layer.Item1,
                layer => new Projections.ProjectionPair(Waves(2, layer.Item2), Waves(3, layer.Item3))
            );
            var path = Path.Combine(folder, "projections.safetensors");
            Write(
                path,
                pairs.SelectMany(entry =>
                    new[] { (entry.Key + ".output", entry.Value.Output!), (entry.Key + ".input", entry.Value.Input!) }
                )
            );
            using var given = SmallFits.Fit(problem, "logra", _ => new LograOptions { Store = problem.Store, GivenProjections = pairs });
            using var read = SmallFits.Fit(problem, "logra", _ => new LograOptions { Store = problem.Store, ProjectionFile = path });
            Assert.Equal(given.Summary.GradientArtifact, read.Summary.GradientArtifact);
            Assert.Equal(SmallFits.Scores(given, problem), SmallFits.Scores(read, problem));

            var matrix = Waves(107, 8);
            var other = Path.Combine(folder, "trak.safetensors");
            Write(other, [("projection", matrix)]);
            using var trak = SmallFits.Fit(problem, "trak", _ => new TrakOptions { Store = problem.Store, GivenProjection = matrix });
            using var fromFile = SmallFits.Fit(problem, "trak", _ => new TrakOptions { Store = problem.Store, ProjectionFile = other });
            Assert.Equal(SmallFits.Scores(trak, problem), SmallFits.Scores(fromFile, problem));
            var wrong = Assert.Throws<ArgumentException>(() =>
                SmallFits.Fit(problem, "trak", _ => new TrakOptions { Store = problem.Store, ProjectionFile = path })
            );
            Assert.StartsWith(
                $"Projection file '{path}' should be a tensor 'projection' [p, k]. It has: fc1.",
                wrong.Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            TemporaryFolder.Remove(folder);
        }
    }

    private static double[] MarginGradient(AttributionProblem problem, ExampleRow row)
    {
        using var scope = NewDisposeScope();
        var logits = problem.Classifier.Model.call(tensor(row.Features, [1, 7], dtype: ScalarType.Float64))[0];
        var others = cat([.. Enumerable.Range(0, 4).Where(label => label != row.Label).Select(label => logits.narrow(0, label, 1))]);
        var margin = logits[row.Label] - others.logsumexp(0);
        return [.. autograd.grad([margin], [.. problem.Classifier.Model.parameters()]).SelectMany(gradient => gradient.ToDoubles())];
    }

    /// <summary>1 - p of the right label of every training example.</summary>
    private static double[] Weights(AttributionProblem problem)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return
        [
            .. problem.Train.Select(row =>
                1
                - problem
                    .Classifier.Model.call(tensor(row.Features, [1, 7], dtype: ScalarType.Float64))
                    .softmax(-1)[0][row.Label]
                    .item<double>()
            ),
        ];
    }

    private static Tensor Waves(int rows, int columns) =>
        (arange(0, rows * columns, ScalarType.Float64) * 0.7 + rows).sin().view(rows, columns);

    private static void Write(string path, IEnumerable<(string Name, Tensor Values)> tensors)
    {
        var list = tensors.ToList();
        using var writer = SafetensorsFile.Create(
            path,
            list.Select(entry => SafetensorsEntry.Of(entry.Name, SafetensorsDType.F64, entry.Values.shape))
        );
        foreach (var entry in writer.Tensors)
        {
            writer.Write(entry.Name, list.Find(given => given.Name == entry.Name).Values.contiguous().bytes);
        }

        writer.Commit();
    }
}
