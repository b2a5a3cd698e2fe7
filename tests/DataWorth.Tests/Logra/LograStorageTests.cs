using DataWorth.Methods.Logra;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Logra;

/// <summary>What smaller element types on disk cost in accuracy and save in bytes.</summary>
public sealed class LograStorageTests
{
    // Largest difference over largest score. A float16 number errs by 2^-11 of itself, a bfloat16 number by 2^-8, an int8 number by 2^-8 of
    // the largest of its row and
    // module; the scores, sums over a hundred numbers and more, err less than twice as much, with the projected Fisher as without.
    [Theory]
    [InlineData(ScalarType.Float16, 1e-3, 4.0)]
    [InlineData(ScalarType.BFloat16, 8e-3, 4.0)]
    [InlineData(ScalarType.Int8, 8e-3, 7.0)]
    public void SmallTypes_ScoreLikeFloat64(ScalarType storage, double tolerance, double bytesSaved)
    {
        foreach (var curvature in new[] { LograCurvature.None, LograCurvature.Raw })
        {
            var (expected, reference) = Scores(curvature, ScalarType.Float64);
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
        var (expected, dense) = Scores(curvature, ScalarType.Float64);
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
        float[] Self(ScalarType? storage)
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

        Assert.Equal(Self(ScalarType.Float64), Self(null));
    }

    [Fact]
    public void TypesThatCannotBeStored_AreRefused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new LograOptions { Storage = ScalarType.Int64 }.Validate());
        Assert.Contains("Int64", exception.Message, StringComparison.Ordinal);
    }

    private static (double[] Scores, long BytesPerExample) Scores(LograCurvature curvature, ScalarType? storage)
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions
        {
            Store = problem.Store,
            Rank = 1000,
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
