using DataWorth.Models.Data.Sources;
using DataWorth.Models.Training;
using Microsoft.ML;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>Queries that differ from the data of the fit in more than their numbers: what is done with them is said.</summary>
public sealed class QueryTableTests : SourceTestBase
{
    private const string Fit = "id,x,on,label\na,1,true,u\nb,2,true,v\nc,3,false,u\nd,4,false,v\n";

    [Fact]
    public async Task NumbersFarOutsideOfTheTrainingData_AreNamed_WithWhatWasSeen()
    {
        var fit = await OpenCsv(Fit);
        var deviation = Math.Sqrt(1.25);
        var far = (4 + (3.01 * deviation)).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var near = (1 - (2.99 * deviation)).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var queries = await OpenCsv(
            $"id,x,on\nq,{near},true\nr,{far},true\ns,-1000,false\n",
            like: DataEncoding.FromJson(fit.Encoding.ToJson())
        );
        Assert.Empty(queries.Outside(0));
        Assert.Equal(3.01, Assert.Single(queries.Outside(1)).Deviations!.Value, 1e-9);
        var value = Assert.Single(queries.Outside(2));
        Assert.Equal(("x", -1000, 1, 4), (value.Column, value.Value, value.Lowest, value.Highest));
        Assert.Equal(
            "2 of 3 rows are far outside of what the model was trained on, such as 'r' (x 7.3653, trained on 1 to 4). What a model says there is "
                + "a guess, and so is what is behind it.",
            Assert.Single(queries.Notices)
        );
        Assert.Equal("x -1000, trained on 1 to 4", value.Text);
    }

    [Fact]
    public async Task TrainingRows_AreNeverOutside_AndAnyOtherNumberThanAConstantIs()
    {
        const string Heavy = "id,x,one,label\na,1,5,u\nb,2,5,v\nc,3,5,u\nd,1e9,5,v\n";
        var fit = await OpenCsv(Heavy);
        var same = await OpenCsv(Heavy, like: fit.Encoding);
        Assert.All(Enumerable.Range(0, 4), row => Assert.Empty(same.Outside(row)));
        Assert.Empty(same.Notices);
        var other = await OpenCsv("id,x,one\nq,1,5.001\n", like: fit.Encoding);
        Assert.Equal(("one", null), (Assert.Single(other.Outside(0)).Column, other.Outside(0)[0].Deviations));
    }

    [Fact]
    public async Task QueriesOfWhichSomeHaveNoLabel_AreOpened_ButNotTrainedOn()
    {
        var fit = await OpenCsv(Fit);
        var queries = await OpenCsv("id,x,on,label\nq,1,true,v\nr,2,false,\n", like: fit.Encoding);
        Assert.Equal([1, DataSource.NoLabel], queries.Labels!);
        Assert.Equal(
            "Label column 'label' is empty in 1 of 2 rows, such as line 3 of 'queries.csv': they have no label, and what the model predicts for "
                + "them is explained.",
            Assert.Single(queries.Notices).Replace(Files.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        );
        Assert.Contains(
            "Row 'r' has no label",
            Assert.Throws<InvalidDataException>(queries.RequireLabels).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidDataException>(() => queries.View(new MLContext()));
        Assert.Throws<InvalidDataException>(() => TensorDataset.Of(queries));
        Assert.NotNull(queries.View(new MLContext(), [1, 0]));
        var none = await OpenCsv("id,x,on,label\nq,1,true,\nr,2,false,\n", like: fit.Encoding);
        Assert.Null(none.Labels);
        Assert.Equal("Label column 'label' is empty in all rows: they have no labels.", Assert.Single(none.Notices));
        var renamed = await OpenCsv("id,x,on,class\nq,1,true,v\nr,2,false,\n", like: fit.Encoding);
        Assert.Equal([1, DataSource.NoLabel], renamed.Labels!);
    }

    [Fact]
    public async Task NamesAndTexts_AreExact_AndTheOneThatIsMeantIsNamed()
    {
        var fit = await OpenCsv(Fit);
        Assert.Contains(
            "a category that the fit did not see, expected one of: false, true. Did you mean 'true'?",
            await Refused<InvalidDataException>(() => OpenCsv("id,x,on\nq,1,True\n", like: fit.Encoding))
        );
        Assert.Contains(
            "Did you mean 'u'?",
            await Refused<InvalidDataException>(() => OpenCsv("id,x,on,label\nq,1,true,U\n", like: fit.Encoding))
        );
        Assert.Contains(
            "has no column 'x', which is a feature of the fit. Columns: id, X, on. Did you mean 'X'?",
            await Refused<InvalidDataException>(() => OpenCsv("id,X,on\nq,1,true\n", like: fit.Encoding))
        );
        var other = await OpenCsv("Key,x,on,label\na,1,true,u\nb,2,false,v\n", new() { IdColumn = "Key" });
        var named = await OpenCsv("key,x,on\nq,1,true\n", like: other.Encoding);
        Assert.Equal(
            "There is no column 'Key', the id of the fit, and rows are called by their places in the file. If 'key' is meant, name it with option "
                + "'id-column'.",
            Assert.Single(named.Notices)
        );
        var mixed = await OpenCsv("id,on,label\na,True,u\nb,true,U\nc,false,u\nd,true,u\n");
        Assert.Contains("Column 'on' has 'True', 'true', categories that differ in capitals only.", mixed.Notices);
        Assert.Contains("Labels 'U', 'u' are classes that differ in capitals only.", mixed.Notices);
    }

    [Theory]
    [InlineData(
        "x,label\n1,u\n2,v\n",
        "id",
        "The fit has no column of ids: 'id' is taken, by its name. Name another one with option 'id-column'."
    )]
    [InlineData("key,x,label\na,1,u\nb,2,v\n", "ID", "There is no column 'key', the id of the fit: 'ID' is taken, by its name.")]
    [InlineData("id,x,label\na,1,u\nb,2,v\n", "id", null)]
    public async Task IdsOfQueries_AreTakenByTheNameId_WhereTheFitHasAnotherOrNone(string table, string column, string? notice)
    {
        var fit = await OpenCsv(table, table.StartsWith("key", StringComparison.Ordinal) ? new() { IdColumn = "key" } : null);
        var queries = await OpenCsv($"x,{column}\n1,q7\n2,q9\n", like: fit.Encoding);
        Assert.Equal(["q7", "q9"], queries.Ids);
        Assert.Equal(
            notice is null ? 0 : 1,
            queries.Notices.Count(said => notice is not null && said.StartsWith(notice, StringComparison.Ordinal))
        );
        Assert.Equal("id", queries.ColumnDescriptions[1].Use);
    }

    [Fact]
    public async Task EmptyCategory_IsNamedInTheListOfThose()
    {
        var fit = await OpenCsv("x,on,label\n1,red,u\n2,,v\n3,red,u\n", new() { Missing = MissingValues.Fill });
        Assert.Contains(
            "did not see, expected one of: (missing), red.",
            await Refused<InvalidDataException>(() => OpenCsv("x,on\n1,green\n", like: fit.Encoding))
        );
        Assert.Equal("texts, 1 value", (await OpenCsv("x,on,label\n1,red,u\n2,red,v\n")).ColumnDescriptions[1].Type);
    }

    [Fact]
    public async Task FeatureOfTheFitCalledId_IsNoIdOfQueries()
    {
        var fit = await OpenCsv("key,id,label\na,1,u\nb,2,v\n", new() { IdColumn = "key" });
        Assert.Equal(["queries-00000"], (await OpenCsv("id\n1\n", like: fit.Encoding)).Ids);
    }

    [Theory]
    [InlineData("my flowers\nid,x,label\n1,2,a\n", "Line 1 of 'table.csv' has no separator ('my flowers'), but line 2 has ','")]
    [InlineData("x\n\"a, b\"\n1\t2\n", "but line 3 has a tab")]
    public async Task FirstLineWithoutSeparator_IsRefused_WhereOthersHaveOne(string table, string message) =>
        Assert.Contains(message, await Refused<InvalidDataException>(() => OpenCsv(table)), StringComparison.Ordinal);

    [Fact]
    public async Task TableOfOneColumn_IsSaidToBeOne()
    {
        var spaces = await OpenCsv("id x label\n1 2 a\n2 3 b\n");
        Assert.Contains(
            "The first line has no separator (one of , ; | and tab): the data are read as one column, 'id x label'.",
            spaces.Notices
        );
        var quoted = await OpenCsv("text\n\"a, b\"\n\"c; d\"\n");
        Assert.Contains(quoted.Notices, notice => notice.EndsWith("one column, 'text'.", StringComparison.Ordinal));
    }
}
