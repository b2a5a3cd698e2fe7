using System.Text.Json;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Tests.Statistics;

/// <summary>Against values computed by SciPy: Golden/statistics.py made Golden/statistics.json.</summary>
public sealed class StatisticsTests
{
    // Both sides add a hundred products of small exact numbers.
    private const double Tolerance = 1e-12;

    private static readonly JsonElement s_golden = JsonDocument
        .Parse(File.ReadAllText(RepositoryFiles.PathOf("tests", "DataWorth.Evaluation.Tests", "Golden", "statistics.json")))
        .RootElement;

    [Fact]
    public void Spearman_AgreesWithScipy_WithAndWithoutTies()
    {
        var cases = s_golden.GetProperty("spearman").EnumerateArray().ToList();
        Assert.Equal(6, cases.Count);
        foreach (var example in cases)
        {
            var (left, right) = (Numbers(example, "left"), Numbers(example, "right"));
            Assert.Equal(Numbers(example, "leftRanks"), Spearman.AverageRanks(left));
            Assert.Equal(example.GetProperty("correlation").GetDouble(), Spearman.Correlation(left, right), Tolerance);
        }
    }

    [Fact]
    public void ResampledCorrelation_AgreesWithScipy_OnTheRepeatedPairs()
    {
        var example = s_golden.GetProperty("resample");
        int[] counts = [.. example.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32())];
        var found = Spearman.Correlation(new RankedSample(Numbers(example, "left")), new RankedSample(Numbers(example, "right")), counts);
        Assert.Equal(example.GetProperty("correlation").GetDouble(), found, Tolerance);
    }

    [Fact]
    public void Quantiles_AgreeWithNumpy()
    {
        var golden = s_golden.GetProperty("bootstrap");
        double[] sorted = [.. Numbers(golden, "values").Order()];
        foreach (var pair in golden.GetProperty("quantiles").EnumerateArray())
        {
            Assert.Equal(pair[1].GetDouble(), Bootstrap.Quantile(sorted, pair[0].GetDouble()), Tolerance);
        }
    }

    [Fact]
    public void BootstrapInterval_AgreesWithScipy_WithinItsMonteCarloError()
    {
        var golden = s_golden.GetProperty("bootstrap");
        var values = Numbers(golden, "values");
        var interval = Bootstrap.Percentile(Bootstrap.Means(values, Bootstrap.Resample(values.Length, 20_000, 3)));

        // The ends lie where the density of means is about 0.06 / sd: their error is sqrt(0.025 * 0.975 / 20,000) / (0.06 / sd) = 0.02 sd;
        // sd of the mean is 0.16. Five times that.
        Assert.Equal(golden.GetProperty("low").GetDouble(), interval.Low, 0.016);
        Assert.Equal(golden.GetProperty("high").GetDouble(), interval.High, 0.016);
    }

    [Fact]
    public void Resamples_AreTheSameForASeed_AndDrawAsManyAsThereAreItems()
    {
        var resamples = Bootstrap.Resample(17, 50, 9);
        Assert.All(resamples, counts => Assert.Equal(17, counts.Sum()));
        Assert.Equal(resamples, Bootstrap.Resample(17, 50, 9));
        Assert.NotEqual(resamples, Bootstrap.Resample(17, 50, 10));
    }

    [Fact]
    public void ConstantSample_HasNoCorrelation() => Assert.True(double.IsNaN(Spearman.Correlation([1, 1, 1], [1, 2, 3])));

    [Fact]
    public void DifferentLengths_AreRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Spearman.Correlation([1, 2], [1, 2, 3]));
        Assert.Equal("Found 3 numbers on the right, expected 2: one for each of the numbers on the left.", exception.Message);
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    [Fact]
    public void Median_OfResamples_IsThatOfTheItemsDrawn()
    {
        Assert.Equal(2.5, Bootstrap.Median([4, 1, 3, 2]));
        Assert.Equal([1.0, 7, 4], Bootstrap.Medians([1, 7, 100], [[2, 1, 0], [0, 2, 1], [2, 2, 0]]));
    }
}
