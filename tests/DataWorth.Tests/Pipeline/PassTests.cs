using System.Globalization;
using DataWorth.Methods;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Views that give other rows in another pass, and ids.</summary>
public sealed class PassTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void RandomAugmentation_IsRefusedByRow(string name) =>
        Refused(
            name,
            (row, pass) =>
                new ExampleRow
                {
                    Id = row.Id,
                    Features = [.. row.Features.Select(value => row.Id == "train-5" ? value + (0.01f * pass) : value)],
                    Label = row.Label,
                },
            "row 5, 'train-5'"
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void LabelsThatChange_AreRefusedByRow(string name) =>
        Refused(
            name,
            (row, pass) =>
                new ExampleRow
                {
                    Id = row.Id,
                    Features = row.Features,
                    Label = row.Id == "train-3" ? pass % 4 : row.Label,
                },
            "row 3, 'train-3'"
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void ShuffledRows_AreRefused(string name)
    {
        using var problem = new AttributionProblem();
        var pass = 0;
        IEnumerable<ExampleRow> Rows() => pass++ == 0 ? problem.Train : problem.Train.AsEnumerable().Reverse();
        var error = Failure(problem, name, View(problem, Rows));
        Assert.Contains("The view gave other rows in pass ", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 0, 'train-59'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FewerRows_AreRefused()
    {
        using var problem = new AttributionProblem();
        var pass = 0;
        var error = Failure(problem, "logra", View(problem, () => problem.Train.Take(60 - pass++)));
        Assert.Matches("^The view gave 5[0-9] rows in pass [0-9] and 60 in its first pass\\.", error.Message);
    }

    [Fact]
    public void ScoresOfAShuffledView_BelongToTheirRows()
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, "logra").Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var expected = problem.Train.Select(row => row.Id).Zip(AttributionProblem.Scores(asked, problem.TrainView)).ToDictionary();
        var pass = 0;
        IEnumerable<ExampleRow> Rows()
        {
            pass++;
            return problem.Train.OrderBy(row => (row.Features[0] * 1000 * pass) % 1);
        }

        var scored = asked.Transform(View(problem, Rows));
        var rows = problem.MLContext.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: false).ToList();
        Assert.Equal(1, pass); // rows and scores come from one pass
        Assert.Equal(60, rows.Count);
        Assert.All(rows, row => Assert.Equal(expected[row.Id], row.Score.Select(value => (double)value)));
    }

    [Fact]
    public void WholeNumbersAsIds_StayAsTheyAre()
    {
        using var problem = new AttributionProblem();
        var rows = problem.Train.Select((row, i) => new NumberedRow(9007199254740992L + i, row.Features, row.Label)).ToArray();
        using var fit = SmallFits.Estimator(problem, "logra").Fit(problem.MLContext.Data.LoadFromEnumerable(rows));
        Assert.Equal(
            rows.Select(row => row.Id.ToString(CultureInfo.InvariantCulture)),
            problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false).Select(row => row.Id)
        );
    }

    [Theory]
    [InlineData(1.25)]
    [InlineData(9007199254740994.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FractionsAndNumbersThatADoubleDoesNotHold_AreNoIds(double id)
    {
        using var problem = new AttributionProblem();
        var rows = problem.Train.Select((row, i) => new FloatingRow(i == 2 ? id : i, row.Features, row.Label)).ToArray();
        var error = Failure(problem, "logra", problem.MLContext.Data.LoadFromEnumerable(rows));
        Assert.StartsWith("Id column 'Id' of row 2 is ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Convert the column to text or Int64.", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(string name, Func<ExampleRow, int, ExampleRow> change, string place)
    {
        using var problem = new AttributionProblem();
        var pass = 0;
        IEnumerable<ExampleRow> Rows()
        {
            var now = pass++;
            return problem.Train.Select(row => change(row, now));
        }

        var error = Failure(problem, name, View(problem, Rows));
        Assert.Contains("The view gave other rows in pass ", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        // Nothing of it is used by a sound fit.
        var sound = SmallFits.Scores(SmallFits.Fit(problem, name), problem);
        using var fresh = new AttributionProblem();
        Assert.Equal(SmallFits.Scores(SmallFits.Fit(fresh, name), fresh), sound);
    }

    /// <summary>What goes wrong at the fit, or, for methods that read no row twice before, at the ranking of the training rows.</summary>
    private static InvalidOperationException Failure(AttributionProblem problem, string name, IDataView train) =>
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var fit = SmallFits.Estimator(problem, name).Fit(train);
            _ = fit.TopK(problem.QueryView, 2);
        });

    private static IDataView View(AttributionProblem problem, Func<IEnumerable<ExampleRow>> rows) =>
        ExampleRow.View(problem.MLContext, new EachPass(rows), 7);

    private sealed class EachPass(Func<IEnumerable<ExampleRow>> rows) : IEnumerable<ExampleRow>
    {
        public IEnumerator<ExampleRow> GetEnumerator() => rows().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed record NumberedRow(long Id, [property: VectorType(7)] float[] Features, int Label);

    private sealed record FloatingRow(double Id, [property: VectorType(7)] float[] Features, int Label);

    private sealed class ScoredRow
    {
        public string Id { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
