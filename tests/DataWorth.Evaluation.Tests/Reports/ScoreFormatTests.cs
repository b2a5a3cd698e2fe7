using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Tests.Reports;

public sealed class ScoreFormatTests
{
    [Theory]
    [InlineData(new[] { 0.0012, 0.00091, 0.0004 }, "+0.00120 +0.00091 +0.00040", "")]
    [InlineData(new[] { 1.51, -0.97, 0.21 }, "+1.51 \u22120.97 +0.21", "")]
    [InlineData(new[] { 15793.81, -12.6 }, "+15794 \u221213", "")]
    [InlineData(new[] { 1.9e-7, -4.2e-8 }, "+190 \u221242", "\u00d7 10\u207b\u2079")]
    [InlineData(new[] { 2.5e6, 1.2e5 }, "+2.50 +0.12", "\u00d7 10\u2076")]
    [InlineData(new[] { 3.0, 1e-9 }, "+3.00000 +0.00000", "")]
    [InlineData(new[] { 0.0, 0.0 }, "0 0", "")]
    public void NumbersOfAGroup_HaveOneFormat(double[] values, string expected, string factor)
    {
        var format = ScoreFormat.For(values);
        Assert.Equal(expected, string.Join(' ', values.Select(format.Signed)));
        Assert.Equal(factor, format.Factor);
    }

    [Fact]
    public void NumbersOfATextHaveTheirPowerOfTen()
    {
        var format = ScoreFormat.For([2.0271e-22, -3e-23]);
        Assert.Equal(["+203e-24", "\u221230e-24", "0"], new[] { 2.0271e-22, -3e-23, 0 }.Select(format.Whole));
        Assert.Equal("+0.50", ScoreFormat.For([0.5]).Whole(0.5));
    }

    [Fact]
    public void OrderOfNumbers_IsSeenInTheirTexts()
    {
        Random random = new(3);
        for (var run = 0; run < 200; run++)
        {
            double[] values = [.. Enumerable.Range(0, 8).Select(_ => Math.Pow(10, (random.NextDouble() * 3) - 6)).OrderDescending()];
            var format = ScoreFormat.For(values);
            double[] read =
            [
                .. values.Select(value => double.Parse(format.Unsigned(value), System.Globalization.CultureInfo.InvariantCulture)),
            ];
            Assert.Equal(read.OrderDescending(), read);
            Assert.All(read, value => Assert.True(value > 0));
        }
    }
}
