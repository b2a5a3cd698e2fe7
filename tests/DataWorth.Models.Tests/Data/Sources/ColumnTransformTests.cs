using DataWorth.Models.Data.Sources;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Models.Tests.Data.Sources;

public sealed class ColumnTransformTests : SourceTestBase
{
    private const string Table = "height,colour,year,label\n1.5,red,1999,u\n-2,,2004,v\n,blue,1999,u\n3e1,red,1999,v\n";

    private static readonly DataOptions s_options = new() { Missing = MissingValues.Fill, Standardize = true };

    [Fact]
    public async Task NumbersHaveMeanZeroAndDeviationOne_InFloat64()
    {
        var rows = ViewReading.Rows(await OpenCsv("x,label\n1000000001,u\n1000000002,v\n1000000003,u\n", s_options));
        var deviation = Math.Sqrt(2 / 3.0);
        Assert.Equal([(float)(-1 / deviation), 0f, (float)(1 / deviation)], rows.Select(row => row.Features[0]));
    }

    [Fact]
    public async Task NumbersThatAreAllTheSame_AreZero() =>
        Assert.All(ViewReading.Rows(await OpenCsv("x,label\n7,u\n7,v\n", s_options)), row => Assert.Equal(0, row.Features[0]));

    [Fact]
    public async Task NumbersWhoseSquaresOverflow_AreRefusedByTheirRow() =>
        Assert.StartsWith(
            "Column 'x' has '-1e200' in line 3 of 'table.csv', which is no finite number",
            await Refused<InvalidDataException>(() => OpenCsv("x,label\n1,u\n-1e200,v\n2,u\n", s_options))
        );

    [Fact]
    public async Task TransformsOfAnEncoding_MakeTheFeaturesOfTheSource_FromAViewOfItsColumns()
    {
        var source = await OpenCsv(Table, s_options);
        MLContext mlContext = new(0);
        var view = mlContext.Data.LoadFromEnumerable<RawRow>([
            new()
            {
                Height = 1.5f,
                Colour = "red",
                Year = 1999,
            },
            new()
            {
                Height = -2,
                Colour = "",
                Year = 2004,
            },
            new()
            {
                Height = float.NaN,
                Colour = "blue",
                Year = 1999,
            },
            new()
            {
                Height = 30,
                Colour = "red",
                Year = 1999,
            },
            new()
            {
                Height = 30,
                Colour = "green",
                Year = 1999,
            },
        ]);
        var encoding = DataEncoding.FromJson(source.Encoding.ToJson());
        float[][] features = [.. encoding.Transforms(mlContext, "X").Fit(view).Transform(view).GetColumn<float[]>("X")];
        var expected = ViewReading.Rows(source).Select(row => row.Features).ToList();
        Assert.Equal(expected, features[..4]);
        Assert.Equal([expected[3][0], 0, 0, 0, expected[3][^1]], features[4]); // a colour that the fit did not see
    }

    [Theory]
    [InlineData("6.625e-11", "-1.5e-09", "2e-9", "6.625E-11")]
    [InlineData("0", "1000", "300", "0")]
    [InlineData("1999", "2004", "1950", "1999")]
    [InlineData("-250566268661.839", "1e12", "3e11", "-250566000000")]
    public async Task CellsForPeople_HaveTheDigitsThatTheFeatureKept(string cell, string second, string third, string expected)
    {
        var source = await OpenCsv($"x,label\n{cell},u\n{second},v\n{third},u\n", s_options);
        Assert.Equal(expected, source.Cells(0)[0].Value);
    }

    [Theory]
    [InlineData("\"1,234.56\"")]
    [InlineData("\"1,25\"")]
    [InlineData("\"-1,234,567\"")]
    public async Task NumbersWithCommas_AreRefused(string cell) =>
        Assert.EndsWith(
            "in line 2 of 'table.csv', a number with a comma, expected at most a point before its fraction. Write its numbers like 1234.5, name the "
                + "column in option 'categories', or leave it out (option 'features': '!x').",
            await Refused<InvalidDataException>(() => OpenCsv($"x,y,label\n{cell},1,u\n{cell},2,v\n"))
        );

    [Fact]
    public void TransformsOfImages_AreRefused() =>
        Assert.Contains(
            "one of images, expected one of a table's columns",
            Assert.Throws<InvalidOperationException>(() => new DataEncoding().Transforms(new MLContext(0))).Message,
            StringComparison.Ordinal
        );

    private sealed class RawRow
    {
        [ColumnName("height")]
        public float Height { get; set; }

        [ColumnName("colour")]
        public string Colour { get; set; } = "";

        [ColumnName("year")]
        public int Year { get; set; }
    }
}
