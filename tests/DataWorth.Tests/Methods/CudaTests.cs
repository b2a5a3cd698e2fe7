using DataWorth.Codecs;
using DataWorth.Methods;
using DataWorth.Methods.Logra;
using DataWorth.Projections;

namespace DataWorth.Tests.Methods;

/// <summary>On a GPU every method keeps its laws, and gives what it gives on the processor up to the order of sums.</summary>
public sealed class CudaTests
{
    private static readonly (string Name, Action<MethodFactory> Check)[] s_laws =
    [
        (nameof(RecipeLaws.ScoresAreAsPromised), RecipeLaws.ScoresAreAsPromised),
        (nameof(RecipeLaws.SecondFit_IsReproducedFromTheStore), RecipeLaws.SecondFit_IsReproducedFromTheStore),
        (nameof(RecipeLaws.BatchSize_ChangesRoundingOnly), method => RecipeLaws.BatchSize_ChangesRoundingOnly(method)),
        (nameof(RecipeLaws.Duplicates_ScoreTheSame), RecipeLaws.Duplicates_ScoreTheSame),
        (nameof(RecipeLaws.NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart), RecipeLaws.NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart),
        (nameof(RecipeLaws.InterruptedFit_IsFinishedByRepeatingIt), RecipeLaws.InterruptedFit_IsFinishedByRepeatingIt),
    ];

    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    public static TheoryData<string, string> Laws
    {
        get
        {
            TheoryData<string, string> laws = [];
            foreach (var method in MethodTable.Methods)
            {
                Array.ForEach(s_laws, law => laws.Add(method.Name, law.Name));
            }

            return laws;
        }
    }

    public static TheoryData<string> Codecs => [.. CodecTable.Codecs.Select(codec => codec.Name.Replace('C', '2'))];

    public static TheoryData<string> Projections => [.. ProjectionTable.Projections.Select(projection => projection.Name)];

    [CudaTheory]
    [MemberData(nameof(Laws))]
    public void Laws_HoldOnAGpu(string name, string law) =>
        s_laws
            .Single(entry => entry.Name == law)
            .Check(
                (problem, change) =>
                {
                    problem.Classifier.Model.to(CUDA);
                    return SmallFits.Estimator(problem, name, change);
                }
            );

    // Of the largest score. Solvers of the two devices differ by rounding times the condition of what they invert.
    [CudaTheory]
    [MemberData(nameof(Names))]
    public void Scores_OnAGpu_AreThoseOfTheProcessor(string name) => AssertClose(Use(CPU, name), Use(CUDA, name), 1e-6);

    [CudaTheory]
    [MemberData(nameof(Codecs))]
    public void Codecs_OnAGpu_StoreWhatTheyStoreOnTheProcessor(string codec)
    {
        AttributionOptions Change(AttributionOptions options) => (LograOptions)options with { Storage = codec };
        AssertClose(Use(CPU, "logra", Change), Use(CUDA, "logra", Change), 1e-2); // the last bit of 8 may round the other way
    }

    [CudaTheory]
    [MemberData(nameof(Projections))]
    public void Projections_OnAGpu_AreThoseOfTheProcessor(string projection)
    {
        // Gradients that are kept whole have no rank.
        LograOptions whole = new() { Storage = "float64" };
        AttributionOptions Change(AttributionOptions options) =>
            (projection == "identity" ? whole with { Store = options.Store } : (LograOptions)options) with
            {
                Projection = projection,
            };
        AssertClose(Use(CPU, "logra", Change), Use(CUDA, "logra", Change), 1e-6);
    }

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void AFitOfAGpu_AnswersOnTheProcessor(string name)
    {
        using var problem = new AttributionProblem();
        problem.Classifier.Model.to(CUDA);
        double[] expected;
        using (var fit = SmallFits.Estimator(problem, name, options => options with { Name = "mine" }).Fit(problem.TrainView))
        {
            expected = SmallFits.Scores(fit.WithQueries(problem.QueryView), problem);
        }

        problem.Classifier.Model.to(CPU);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task, problem.TrainView);
        AssertClose(expected, SmallFits.Scores(loaded.WithQueries(problem.QueryView), problem), 1e-6);
    }

    /// <summary>Scores of stored and of other rows, and self-influences.</summary>
    private static double[] Use(Device device, string name, Func<AttributionOptions, AttributionOptions>? change = null)
    {
        using var problem = new AttributionProblem();
        problem.Classifier.Model.to(device);
        using var fit = SmallFits.Estimator(problem, name, change).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var self = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false);
        return
        [
            .. SmallFits.Scores(asked, problem),
            .. AttributionProblem.Scores(asked, problem.QueryView).SelectMany(row => row),
            .. self.Select(row => (double)row.SelfInfluence),
        ];
    }

    private static void AssertClose(double[] expected, double[] actual, double relative)
    {
        var bound = relative * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }
}
