using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace DataWorth.Tests.Pipeline;

/// <summary>Ids name rows in results as the view's own column says, whatever its type, or are refused.</summary>
public sealed class IdColumnTests : IDisposable
{
    private readonly AttributionProblem _problem = new(train: 20);

    public void Dispose() => _problem.Dispose();

    [Fact]
    public void KeysOfTexts_AreTheirTexts()
    {
        // In another order than the rows, so that no number is the right one.
        var keyed = Keyed(_problem.TrainView, ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        Assert.Equal(_problem.Train.Select(row => row.Id).Order(), Ids(keyed).Order());
        using var fit = SmallFits.Estimator(_problem, "logra").Fit(keyed);
        using var plain = SmallFits.Estimator(_problem, "logra").Fit(_problem.TrainView);
        var queries = Keyed(_problem.QueryView, ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        Assert.Equal(Named(plain.TopK(_problem.QueryView, 3)), Named(fit.TopK(queries, 3)));

        IEnumerable<string> Named(IDataView neighbors) =>
            _problem
                .MLContext.Data.CreateEnumerable<Neighbor>(neighbors, reuseRowObject: false)
                .Select(neighbor => $"{neighbor.QueryId} {neighbor.ExampleId} {neighbor.Score}");
    }

    [Fact]
    public void KeysOfNumbers_AreTheirNumbers_AsPlainOnesAre()
    {
        Same(row => new NumberRow<long>(long.MinValue + row, Features(row), 0));
        Same(row => new NumberRow<ulong>(ulong.MaxValue - (ulong)row, Features(row), 0));
        Same(row => new NumberRow<double>(-3 * row, Features(row), 0));
        Same(row => new NumberRow<byte>((byte)(7 * row), Features(row), 0));

        void Same<T>(Func<int, NumberRow<T>> row)
        {
            var view = _problem.MLContext.Data.LoadFromEnumerable([.. Enumerable.Range(0, 20).Reverse().Select(row)]);
            Assert.Equal(Ids(view), Ids(Keyed(view, ValueToKeyMappingEstimator.KeyOrdinality.ByValue)));
        }
    }

    [Fact]
    public void KeysOfFractions_AreRefusedAsPlainOnesAre()
    {
        var rows = Enumerable.Range(0, 20).Select(row => new NumberRow<double>(row == 7 ? 0.5 : row, Features(row), 0));
        var keyed = Keyed(_problem.MLContext.Data.LoadFromEnumerable(rows), ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence);
        Assert.Contains("Id column 'Id' of row 7 is 0.5", Refused<InvalidOperationException>(keyed), StringComparison.Ordinal);
    }

    [Fact]
    public void KeysWithoutValues_AndOfOtherValues_AreRefused()
    {
        var hashed = _problem
            .MLContext.Transforms.Conversion.Hash("Id", numberOfBits: 20)
            .Fit(_problem.TrainView)
            .Transform(_problem.TrainView);
        Assert.Contains(
            "Id column 'Id' has keys without values (Key<UInt32, 0-1048575>), expected keys of texts or numbers: nothing says which id a key "
                + "stands for. Take the column that the keys were made from.",
            Refused<ArgumentOutOfRangeException>(hashed),
            StringComparison.Ordinal
        );
        var rows = Enumerable.Range(0, 20).Select(row => new NumberRow<bool>(row > 3, Features(row), 0));
        Assert.Contains(
            "Schema mismatch for id column 'Id': expected keys of String or of numbers, got keys of Boolean",
            Refused<ArgumentOutOfRangeException>(
                Keyed(_problem.MLContext.Data.LoadFromEnumerable(rows), ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            ),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("\\ud800", "U+D800", 0)]
    [InlineData("a\\udfff", "U+DFFF", 1)]
    [InlineData("\\ud83d\\ude00\\ud83d", "U+D83D", 2)]
    [InlineData("\\ude00\\ud83d", "U+DE00", 0)]
    public void IdWithHalfACharacter_IsRefused(string id, string unit, int position)
    {
        _problem.Train[4].Id = "\U0001F600";
        Assert.Contains("\U0001F600", Ids(_problem.TrainView));
        _problem.Train[7].Id = Regex.Unescape(id); // an attribute cannot hold it
        var expected =
            $"Id column 'Id' of row 7 has the code unit {unit} at position {position}, which is half of a character without its other half, "
            + "expected whole characters. Mend the id, or set IdColumn.";
        Assert.Equal(expected, Refused<InvalidOperationException>(_problem.TrainView));
        Assert.Equal(
            expected,
            Refused<InvalidOperationException>(Keyed(_problem.TrainView, ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence))
        );
    }

    [Theory]
    [InlineData("a\\ud800", "U+D800")]
    [InlineData("a\\udfffb", "U+DFFF")]
    public void TextOptionWithHalfACharacter_IsRefused(string text, string unit)
    {
        text = Regex.Unescape(text); // an attribute cannot hold it
        Check("Name", options => options with { Name = text });
        Check("IdColumn", options => options with { IdColumn = text });
        Check("ScoreColumn", options => options with { ScoreColumn = text });
        Check("SelfInfluenceColumn", options => options with { SelfInfluenceColumn = text });
        Check("Notes", options => options with { Notes = new Dictionary<string, string> { [text] = "" } });
        Check("Notes", options => options with { Notes = new Dictionary<string, string> { ["key"] = text } });

        void Check(string option, Func<AttributionOptions, AttributionOptions> change) =>
            Assert.StartsWith(
                $"{option} has the code unit {unit} at position 1, which is half of a character without its other half, expected text of whole "
                    + "Unicode characters.",
                Assert.ThrowsAny<ArgumentException>(() => SmallFits.Estimator(_problem, "logra", change)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void IdColumnThatWasNamedAndIsNotThere_IsRefused()
    {
        var expected = "Could not find id column 'id'. Columns: Id, Features, Label. Did you mean 'Id'? ";
        using var fit = SmallFits.Estimator(_problem, "logra").Fit(_problem.TrainView);
        var estimator = SmallFits.Estimator(_problem, "logra", options => options with { IdColumn = "id" });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(_problem.TrainView));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        // Queries are named by the same column.
        var renamed = _problem.MLContext.Transforms.CopyColumns("id", "Id").Fit(_problem.TrainView).Transform(_problem.TrainView);
        using var named = estimator.Fit(renamed);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => named.WithQueries(_problem.QueryView));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IdColumnOfTheDefaultName_MayBeAbsent()
    {
        var without = _problem.MLContext.Transforms.DropColumns("Id").Fit(_problem.TrainView).Transform(_problem.TrainView);
        Assert.Equal(Enumerable.Range(0, 20).Select(row => $"row-{row}"), Ids(without));
    }

    [Theory]
    [InlineData(9007199254740991, 9007199254740992, "9007199254740992")]
    [InlineData(-9007199254740991, -9007199254740992, "-9007199254740992")]
    public void DoubleId_IsExactBelowTwoToTheFiftyThird(double last, double first, string shown)
    {
        Assert.Contains(last.ToString("f0", CultureInfo.InvariantCulture), Ids(View(last)));
        Assert.Equal(Message(shown), Refused<InvalidOperationException>(View(first)));
    }

    [Fact]
    public void SingleId_IsExactBelowTwoToTheTwentyFourth()
    {
        Assert.Contains("16777215", Ids(View(16777215f)));
        Assert.Equal(Message("16777216"), Refused<InvalidOperationException>(View(16777216f)));
    }

    [Fact]
    public void LabelOfSixtyFourBitsWithoutSign_IsShownAsItIs()
    {
        var rows = _problem.Train.Select((row, place) => new UnsignedLabel(row.Id, row.Features, place == 7 ? ulong.MaxValue : 0));
        Assert.Equal(
            "Column 'Label' of row 'train-7' is 18446744073709551615, expected a whole number below 2^63.",
            Refused<InvalidOperationException>(_problem.MLContext.Data.LoadFromEnumerable(rows))
        );
    }

    [Theory]
    [InlineData(0.5f, "0.5", "a whole number")]
    [InlineData(16777216f, "16777216", "a whole number below 2^24 in a Single")]
    [InlineData(9007199254740992.0, "9007199254740992", "a whole number below 2^53 in a Double")]
    public void LabelThatItsTypeCannotHoldExactly_IsShownWithTheBound<T>(T label, string shown, string expected)
        where T : struct
    {
        var rows = _problem.Train.Select((row, place) => new LabelRow<T>(row.Id, row.Features, place == 7 ? label : default));
        Assert.Equal(
            $"Column 'Label' of row 'train-7' is {shown}, expected {expected}.",
            Refused<InvalidOperationException>(_problem.MLContext.Data.LoadFromEnumerable(rows))
        );
    }

    private static string Message(string shown) =>
        $"Id column 'Id' of row 7 is {shown}: ids are text or whole numbers that their type holds exactly (below 2^53 in a Double, below 2^24 "
        + "in a Single). Convert the column to text or Int64.";

    private IDataView View<T>(T odd)
        where T : struct =>
        _problem.MLContext.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 20)
                .Select(row => new NumberRow<T>(
                    row == 7 ? odd : (T)Convert.ChangeType(row, typeof(T), CultureInfo.InvariantCulture),
                    Features(row),
                    0
                ))
        );

    private static float[] Features(int row) => [.. Enumerable.Range(0, 7).Select(place => (float)Math.Sin(row + place))];

    private IDataView Keyed(IDataView view, ValueToKeyMappingEstimator.KeyOrdinality order) =>
        _problem.MLContext.Transforms.Conversion.MapValueToKey("Id", keyOrdinality: order).Fit(view).Transform(view);

    private IEnumerable<string> Ids(IDataView view)
    {
        using var fit = SmallFits.Estimator(_problem, "logra").Fit(view);
        return [.. fit.SelfInfluence().GetColumn<string>("Id")];
    }

    private string Refused<TException>(IDataView view)
        where TException : Exception => Assert.Throws<TException>(() => SmallFits.Estimator(_problem, "logra").Fit(view)).Message;

    private sealed record NumberRow<T>(T Id, [property: VectorType(7)] float[] Features, int Label);

    private sealed record LabelRow<T>(string Id, [property: VectorType(7)] float[] Features, T Label);

    private sealed record UnsignedLabel(string Id, [property: VectorType(7)] float[] Features, ulong Label);
}
