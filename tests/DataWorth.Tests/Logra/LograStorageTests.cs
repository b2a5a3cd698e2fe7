using DataWorth.Methods.Logra;
using DataWorth.TestSupport;

namespace DataWorth.Tests.Logra;

/// <summary>What smaller element types on disk cost in accuracy and save in bytes.</summary>
public sealed class LograStorageTests
{
    // Largest difference over largest score. A float16 number errs by 2^-11 of itself, a bfloat16 number by 2^-8, an int8 number by 2^-8 of the largest of its row and
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

    [Fact]
    public void TypesThatCannotBeStored_AreRefused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new LograOptions { Storage = ScalarType.Int64 }.Validate());
        Assert.Contains("Int64", exception.Message, StringComparison.Ordinal);
    }

    private static (double[] Scores, long BytesPerExample) Scores(LograCurvature curvature, ScalarType storage)
    {
        using var problem = new AttributionProblem();
        var options = new LograOptions { Store = problem.Store, Rank = 1000, Curvature = curvature, Storage = storage };
        using var fitted = problem.MLContext.Attribution.Logra(problem.Classifier.Task, problem.QueryView, options).Fit(problem.TrainView);
        return ([.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)], fitted.Summary.BytesPerExample);
    }
}
