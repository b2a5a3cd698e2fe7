using System.Globalization;
using System.Xml.Linq;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Tests.Reports;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0, 4321, new double[] { 0, 1000, 2000, 3000, 4000, 5000 })]
    [InlineData(-0.31, 0.42, new[] { -0.4, -0.2, 0, 0.2, 0.4, 0.6 })]
    [InlineData(3, 3, new[] { 1, 2.0, 3, 4, 5 })]
    [InlineData(0, 0.003, new[] { 0, 0.001, 0.002, 0.003 })]
    public void Ticks_AreRoundAndCoverTheData(double minimum, double maximum, double[] expected) =>
        Assert.Equal(expected, AxisTicks.Choose(minimum, maximum));

    [Fact]
    public void Ticks_OfAnyInterval_CoverItWithAFewEvenSteps()
    {
        Random random = new(2);
        for (var trial = 0; trial < 500; trial++)
        {
            var minimum = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 9));
            var maximum = minimum + (random.NextDouble() * Math.Pow(10, random.Next(-3, 9))) + Math.Abs(minimum * 1e-6);
            var ticks = AxisTicks.Choose(minimum, maximum);
            var slack = (ticks[^1] - ticks[0]) * 1e-8;
            Assert.True(ticks[0] <= minimum + slack && ticks[^1] >= maximum - slack);
            Assert.InRange(ticks.Count, 3, 8);
        }
    }

    [Theory]
    [InlineData(560, 35368, new double[] { 100, 1000, 10000, 100000 })]
    [InlineData(0.02, 0.03, new[] { 0.01, 0.1 })]
    [InlineData(1, 1e9, new[] { 1, 1e2, 1e4, 1e6, 1e8, 1e10 })]
    [InlineData(10, 10, new double[] { 10, 100 })]
    public void LogarithmicTicks_ArePowersOfTenAndCoverTheData(double minimum, double maximum, double[] expected)
    {
        var ticks = AxisTicks.ChooseLogarithmic(minimum, maximum);
        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(expected.Zip(ticks), pair => Assert.Equal(pair.First, pair.Second, pair.First * 1e-12));
    }

    [Fact]
    public void LogarithmicTicks_RefuseZero() =>
        Assert.Contains(
            "a number above 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => AxisTicks.ChooseLogarithmic(0, 1)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Frontier_HoldsWhatNoOtherPointBeats()
    {
        ScatterPoint[] points =
        [
            .. new[] { (1.0, 0.2), (2.0, 0.1), (2.0, 0.4), (3.0, 0.4), (9.0, 0.5), (0.0, 0.1) }.Select(pair => new ScatterPoint(
                "",
                "",
                pair.Item1,
                pair.Item2,
                (0, 1),
                ChartColour.Accent
            )),
        ];
        Assert.Equal([(0, 0.1), (1, 0.2), (2, 0.4), (9, 0.5)], SvgScatterChart.Frontier(points).Select(point => (point.X, point.Y)));
    }

    [Fact]
    public void IntervalChart_DrawsBarsToScaleAroundZero()
    {
        var svg = new SvgIntervalChart
        {
            Title = "t",
            Description = "d",
            Label = "l",
            Reference = ("ceiling", 0.8),
            Bars =
            [
                new("up", 0.5, (0.4, 0.6), (0.3, 0.7), ChartColour.Accent),
                new("down", -0.25, (-0.3, -0.2), (-0.4, -0.1), ChartColour.Muted),
            ],
        }
            .Render()
            .Markup;
        double[] widths =
        [
            .. XElement
                .Parse(svg)
                .Descendants("rect")
                .Where(rectangle => rectangle.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal))
                .Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(2, widths[0] / widths[1], 0.01);
    }

    [Fact]
    public void Ticks_RefuseValuesThatAreNotFinite() =>
        Assert.StartsWith(
            "Found NaN, expected a finite number from 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => AxisTicks.Choose(0, double.NaN)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Histogram_CountsEveryValueOnce()
    {
        Random random = new(4);
        float[] values = [.. Enumerable.Range(0, 999).Select(_ => (random.NextSingle() * 2) - 1)];
        var bins = HistogramBins.Count(values, 20, 0.9);
        Assert.Equal(999, bins.Counts.Sum() + bins.Below + bins.Above);
        Assert.Equal(49, bins.Below);
        Assert.Equal(49, bins.Above);
        var step = (bins.Maximum - bins.Minimum) / 20;
        var start = bins.Minimum + (3 * step);
        Assert.Equal(values.LongCount(value => value >= start && value < start + step), bins.Counts[3]);
    }

    [Fact]
    public void Histogram_OfEqualValues_HasOneBar()
    {
        var bins = HistogramBins.Count([2, 2, 2], 4);
        Assert.Equal([0, 0, 3, 0], bins.Counts);
        Assert.Equal(
            "The chart 'histogram' has no data, expected at least one value.",
            Assert.Throws<ArgumentException>(() => HistogramBins.Count([], 4)).Message
        );
    }

    [Fact]
    public void LineChart_PlacesPointsBetweenItsAxes()
    {
        var chart = Parse(
            new SvgLineChart
            {
                Title = "a < b",
                Description = "d & e",
                XAxis = new ChartAxis("x") { Minimum = 0, Maximum = 1 },
                YAxis = new ChartAxis("y") { Minimum = 0, Maximum = 10 },
                Series = [new("s", [new(0, 0), new(0.5, 5), new(1, 10)], ChartColour.Accent)],
            }.Render()
        );
        Assert.Equal("a < b", chart.Descendants("title").First().Value);
        Assert.Equal("d & e", chart.Descendants("desc").First().Value);
        double[] numbers =
        [
            .. ((string)chart.Descendants("path").Single().Attribute("d")!)
                .Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal([52, 224], numbers[..2]);
        Assert.Equal([406, 12], numbers[4..]);
        Assert.Equal((52 + 406) / 2.0, numbers[2], 0.01);
        Assert.Equal((224 + 12) / 2.0, numbers[3], 0.01);
    }

    [Fact]
    public void BarChart_DrawsLengthsInProportion()
    {
        var chart = Parse(
            new SvgBarChart
            {
                Title = "t",
                Description = "d",
                Bars = [new("a", 2, "2 s"), new("b", 1, "1 s"), new("c", 0, "0 s")],
            }.Render()
        );
        double[] widths =
        [
            .. chart
                .Descendants("rect")
                .Where(rect => ((string)rect.Attribute("class")!).StartsWith("bar", StringComparison.Ordinal))
                .Select(rect => (double)rect.Attribute("width")!),
        ];
        Assert.Equal([416, 208, 0], widths);
        Assert.StartsWith(
            "Found -1, expected bars of length 0 or more.",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    new SvgBarChart
                    {
                        Title = "t",
                        Description = "d",
                        Bars = [new("a", -1, "")],
                    }.Render()
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Charts_RefuseValuesThatAreNotFinite() =>
        Assert.Equal(
            "The chart 't' holds the value Infinity, expected finite numbers only.",
            Assert
                .Throws<ArgumentException>(() =>
                    new SvgBarChart
                    {
                        Title = "t",
                        Description = "d",
                        Bars = [new("a", double.PositiveInfinity, "")],
                    }.Render()
                )
                .Message
        );

    [Fact]
    public void Numbers_AreWrittenInvariantly_WhateverTheCultureOfTheThread()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("<i>1.5</i><b>&lt;2.50&gt;</b>", Html.Of($"<i>{1.5}</i><b>{"<"}{2.5:0.00}{'>'}</b>").Markup);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XElement Parse(Html chart) => XElement.Parse(chart.Markup);

    [Fact]
    public void Labels_LieBesidePoints_AndNeitherOverPointsNorOverEachOther()
    {
        LabelPlacement placement = new(0, 200, [(100, 50), (130, 50), (190, 90), (100, 52)]);
        Assert.Equal((100 - 8 - (3 * 6.1), 54), placement.Place("abc", (100, 50))!.Value); // a point is to the right
        Assert.Equal((138, 54), placement.Place("abc", (130, 50))!.Value);
        Assert.Equal(190 - 8 - (3 * 6.1), placement.Place("abc", (190, 90))!.Value.X); // the end of the room is to the right
        Assert.Null(placement.Place("abc", (100, 52))); // no room left beside it
        Assert.Null(placement.Place(new string('x', 40), (100, 50)));
    }

    [Fact]
    public void Scatter_WithZeroOnALogarithmicAxis_HasABreak_AndSaysWhatItMeans()
    {
        SvgScatterChart chart = new()
        {
            Title = "t",
            Description = "d",
            XAxis = new ChartAxis("bytes") { IsLogarithmic = true },
            YAxis = new ChartAxis("score"),
            Points =
            [
                new ScatterPoint("first", "a", 0, 0.5, (0.4, 0.6), ChartColour.Accent),
                new ScatterPoint("second", "b", 100, 0.2, (0.1, 0.3), ChartColour.Violet),
            ],
        };
        var drawn = chart.Render().Markup;
        Assert.Contains("0, which has no logarithm, stands left of the break", drawn, StringComparison.Ordinal);
        Assert.Contains("<path class=\"axis\"", drawn, StringComparison.Ordinal);
        Assert.Contains(">first</text>", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("<line class=\"line", drawn, StringComparison.Ordinal); // dots in the legend
    }

    [Fact]
    public void Controls_HaveMarksAndDashesOfTheirOwn_AndIntervals()
    {
        SvgLineChart chart = new()
        {
            Title = "t",
            Description = "d",
            XAxis = new ChartAxis("removed"),
            YAxis = new ChartAxis("rise"),
            Series =
            [
                Control("one") with { IsDashed = true, Mark = ChartMark.Square },
                Control("two") with { IsDotted = true, Mark = ChartMark.Diamond },
            ],
        };
        var drawn = chart.Render().Markup;
        Assert.Equal(4, drawn.Split("class=\"whisker").Length - 1);
        Assert.Contains("line muted dashed", drawn, StringComparison.Ordinal);
        Assert.Contains("line muted dotted", drawn, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"mark hollow muted\"", drawn, StringComparison.Ordinal);
        Assert.Contains("<path class=\"mark hollow muted\"", drawn, StringComparison.Ordinal);

        static ChartSeries Control(string name) =>
            new(name, [new(0, 0), new(10, 1)], ChartColour.Muted) { Intervals = [(0, 0), (0.5, 1.5)] };
    }
}
