using DataWorth.Codecs;
using DataWorth.Configuration;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Logra;

/// <summary>What smaller element types on disk cost in accuracy and save in bytes.</summary>
public sealed class LograStorageTests
{
    public static TheoryData<string> Codecs => [.. CodecTable.Codecs.Select(codec => codec.Name.Replace('C', '2'))];

    // Largest difference over largest score. A float16 number errs by 2^-11 of itself, a bfloat16 number by 2^-8, an int8 number by 2^-8 of
    // the largest of its row and
    // module; the scores, sums over a hundred numbers and more, err less than twice as much, with the projected Fisher as without.
    [Theory]
    [InlineData("float16", 1e-3, 4.0)]
    [InlineData("bfloat16", 8e-3, 4.0)]
    [InlineData("int8", 8e-3, 7.0)]
    public void SmallTypes_ScoreLikeFloat64(string storage, double tolerance, double bytesSaved)
    {
        foreach (var curvature in new[] { LograCurvature.None, LograCurvature.Raw })
        {
            var (expected, reference) = Scores(curvature, "float64");
            var (actual, bytes) = Scores(curvature, storage);
            var difference = Numbers.RelativeToMaximum(expected, actual);
            Assert.True(difference < tolerance, $"{curvature}: {difference:g3}");
            Assert.InRange(difference, 1e-6, tolerance); // the small type was really used
            Assert.True(reference / (double)bytes >= bytesSaved * 0.9, $"{reference} and {bytes} bytes per example");
        }
    }

    // Factors hold the very numbers that matrices do; only the order of the sums differs: 10 roundings of float64 beside scores of up to a
    // hundred terms,
    // times the condition of the damped curvature (the trace rule bounds it by some hundreds).
    [Theory]
    [InlineData(LograCurvature.None)]
    [InlineData(LograCurvature.Raw)]
    [InlineData(LograCurvature.Kfac)]
    [InlineData(LograCurvature.Ekfac)]
    public void ByDefault_OnePositionIsStoredAsFactors_AndScoresStayTheSame(LograCurvature curvature)
    {
        var (expected, dense) = Scores(curvature, "float64");
        var (actual, factored) = Scores(curvature, null);
        Assert.True(Numbers.RelativeToMaximum(expected, actual) < 1e-12, $"{Numbers.RelativeToMaximum(expected, actual):g3}");
        Assert.True(factored * 2 < dense, $"{factored} and {dense} bytes per example");
    }

    [Fact]
    public void ByDefault_ARankWhereFactorsSaveNothing_IsStoredAsMatrices()
    {
        using var problem = new AttributionProblem();
        using var fitted = problem
            .MLContext.Attribution.Logra(
                problem.Classifier.Task,
                new LograOptions
                {
                    Store = problem.Store,
                    Rank = 2,
                    Curvature = LograCurvature.None,
                }
            )
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        Assert.Equal(8 * fitted.Summary.FeatureSize, fitted.Summary.BytesPerExample);
    }

    [Fact]
    public void SelfInfluence_DoesNotDependOnHowRowsAreStored()
    {
        float[] Self(string? storage)
        {
            using var problem = new AttributionProblem();
            using var fitted = problem
                .MLContext.Attribution.Logra(
                    problem.Classifier.Task,
                    new LograOptions
                    {
                        Store = problem.Store,
                        Storage = storage,
                        SelfInfluenceColumn = "Self",
                    }
                )
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            return [.. fitted.Transform(problem.TrainView).GetColumn<float>("Self")];
        }

        Assert.Equal(Self("float64"), Self(null));
    }

    [Fact]
    public void StorageThatDoesNotExist_IsRefusedWithTheNearestName()
    {
        var exception = Assert.Throws<ArgumentException>(() => new LograOptions { Storage = "int88" }.Validate());
        Assert.StartsWith(
            "There is no codec 'int88'. Did you mean 'int8'? There are: float32, ",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" Set Storage to one of them.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bfloat17", " Did you mean 'bfloat16'?")]
    [InlineData("int8", "")]
    [InlineData("rank-1-float32", "")]
    [InlineData("", "")]
    public void StorageOfLorif_IsAFloatingType(string storage, string nearest)
    {
        var exception = Assert.Throws<OptionException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["storage"] = storage })
        );
        Assert.Equal(
            ("storage", $"Storage is '{storage}', expected one of: float32, float64, bfloat16, float16.{nearest}"),
            (exception.Path, exception.Message)
        );
    }

    /// <summary>One bit per number: 1/64 of float64 but for a scale of 32 bits per module. Projected rows, which have no zeros, lose their
    /// magnitudes: normal numbers keep a cosine of sqrt(2 / pi) = 0.80 with their signs.</summary>
    [Fact]
    public void Signs_TakeABitPerNumber_AndKeepMostOfTheOrder()
    {
        var (expected, reference) = Scores(LograCurvature.None, "float64", rank: 4);
        var (actual, bytes) = Scores(LograCurvature.None, "sign", rank: 4);
        var correlation = Correlation(expected, actual);
        Assert.True(correlation > 0.8, $"{correlation:g3}");
        Assert.True(Numbers.RelativeToMaximum(expected, actual) > 1e-3, "signs were really used");
        Assert.True(reference > 20 * bytes, $"{reference} and {bytes} bytes per example");
    }

    /// <summary>Each codec of the table serves a whole fit, and a second fit finds its rows again.</summary>
    [Theory]
    [MemberData(nameof(Codecs))]
    public void EveryCodec_ServesAFit_ThatTheStoreReproduces(string storage)
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 3,
            Storage = storage,
        };
        float[][] Fit(long reused)
        {
            using var fitted = problem
                .MLContext.Attribution.Logra(problem.Classifier.Task, options)
                .Fit(problem.TrainView)
                .WithQueries(problem.QueryView);
            Assert.Equal(reused, fitted.Summary.ReusedExamples);
            return [.. AttributionProblem.Scores(fitted, problem.TrainView).Select(row => row.Select(score => (float)score).ToArray())];
        }

        Assert.Equal(Fit(0), Fit(60));
    }

    // Gradients of fc1 are so many times those of the other modules: in float16 they have few digits, or none.
    [Theory]
    [InlineData("float16", 1e-6)]
    [InlineData("float16", 1e-12)]
    [InlineData("float16", 1e-60)]
    [InlineData("factored-float16", 1e-6)]
    [InlineData("factored-float16", 1e-12)]
    [InlineData("rank-2-float16", 1e-12)]
    public void ModuleThatIsTooSmallForFloat16BesideOthers_IsRefusedWithItsRow(string storage, double scale)
    {
        using var problem = Scaled(scale);
        var error = Assert.Throws<InvalidOperationException>(() => Fit(problem, storage));
        Assert.StartsWith(
            "The gradient of row 'train-0' in module 'fc1' is too small for float16: its largest number is ",
            error.Message,
            StringComparison.Ordinal
        );
        Fit(problem, "bfloat16").Dispose();
    }

    [Theory]
    [InlineData("float16")]
    [InlineData("factored-float16")]
    [InlineData("rank-2-float16")]
    public void ModuleThatIsExactlyZero_IsStoredInFloat16(string storage)
    {
        using var problem = Scaled(0);
        Fit(problem, storage).Dispose();
    }

    private static AttributionProblem Scaled(double scale)
    {
        var problem = new AttributionProblem();
        using var off = no_grad();
        problem.Classifier.Model.named_parameters().Single(entry => entry.name == "fc2.weight").parameter.mul_(scale);
        return problem;
    }

    private static AttributionTransformer Fit(AttributionProblem problem, string storage) =>
        problem
            .MLContext.Attribution.Logra(
                problem.Classifier.Task,
                new LograOptions
                {
                    Store = problem.Store,
                    Rank = 1000,
                    Curvature = LograCurvature.None,
                    Storage = storage,
                }
            )
            .Fit(problem.TrainView);

    private static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double Product(double[] a, double meanA, double[] b, double meanB) =>
            a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
        return Product(x, meanX, y, meanY) / Math.Sqrt(Product(x, meanX, x, meanX) * Product(y, meanY, y, meanY));
    }

    private static (double[] Scores, long BytesPerExample) Scores(LograCurvature curvature, string? storage, int rank = 1000)
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = rank,
            Curvature = curvature,
            Storage = storage,
        };
        using var fitted = problem
            .MLContext.Attribution.Logra(problem.Classifier.Task, options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        return ([.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)], fitted.Summary.BytesPerExample);
    }
}
