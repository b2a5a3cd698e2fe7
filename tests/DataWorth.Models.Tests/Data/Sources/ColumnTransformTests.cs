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
