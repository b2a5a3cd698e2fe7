using System.Text;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Models.Tests.Data.Sources;

public sealed class TableSourceTests : SourceTestBase
{
    private const string Table = "id,height,colour,label\na,1.5,red,2\nb,-2,blue,10\nc,3e1,red,2\n";

    [Theory]
    [InlineData("1.1", "1.10")]
    [InlineData("12345678901234567", "12345678901234568")]
    [InlineData("1e2", "100")]
    public async Task LabelsThatAreWrittenUnlike_AreTwoClasses(string one, string other)
    {
        var source = await OpenCsv($"x,label\n1,{one}\n2,{other}\n3,{one}\n");
        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), source.Classes.Order(StringComparer.Ordinal));
        Assert.Equal(source.Labels![0], source.Labels[2]);
        Assert.NotEqual(source.Labels[0], source.Labels[1]);
    }

    [Fact]
    public async Task NumbersAreAsTheyAre_TextsAreOneHot_LabelsAreOrderedAsNumbers()
    {
        var source = await OpenCsv(Table);
        Assert.Equal("a: 1.5 0 1 -> 0\nb: -2 1 0 -> 1\nc: 30 0 1 -> 0", ViewReading.Text(source));
        Assert.Equal(["2", "10"], source.Classes);
        Assert.Equal([3L], source.ItemShape);
        Assert.Equal(
            ["id|texts, 3 values|id|its name", "height|numbers|feature|numbers"],
            source.ColumnDescriptions.Take(2).Select(column => $"{column.Name}|{column.Type}|{column.Use}|{column.Reason}")
        );
        Assert.Equal(
            ["colour|texts, 2 values|features (one of 2)|texts of few values", "label|whole numbers|label|its name"],
            source.ColumnDescriptions.Skip(2).Select(column => $"{column.Name}|{column.Type}|{column.Use}|{column.Reason}")
        );
        Assert.Equal(["1.5", "-2", "3e1"], source.ColumnDescriptions[1].First);
    }

    [Fact]
    public async Task FeaturesHaveTheNamesOfTheirColumns_AsMlNetSaysThem()
    {
        var features = (await OpenCsv(Table)).View(new Microsoft.ML.MLContext(0)).Schema["Features"];
        Microsoft.ML.Data.VBuffer<ReadOnlyMemory<char>> names = default;
        features.Annotations.GetValue("SlotNames", ref names);
        Assert.Equal(["height", "colour.blue", "colour.red"], names.DenseValues().Select(name => name.ToString()));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task Separator_ByteOrderMark_AndLineEnds_ChangeNothing(string separator)
    {
        var expected = ViewReading.Text(await OpenCsv(Table));
        var other = Table.Replace(",", separator, StringComparison.Ordinal);
        Assert.Equal(expected, ViewReading.Text(await OpenCsv("\uFEFF" + other)));
        Assert.Equal(expected, ViewReading.Text(await OpenCsv(other.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Equal(expected, ViewReading.Text(await OpenCsv(other.TrimEnd('\n'))));
        Assert.Equal(expected, ViewReading.Text(await OpenCsv(other + "\n\n")));
    }

    [Fact]
    public async Task QuotedCells_HoldSeparatorsQuotesAndLineEnds_AndLinesAreStillCounted()
    {
        var source = await OpenCsv("name,x,label\n\"a, \"\"b\"\"\nc\",1,u\nplain,2,v\n");
        Assert.Equal(["a, \"b\"\nc", "plain"], source.Encoding.Columns[0].Categories!);
        Assert.Equal(
            "Line 4 of 'table.csv' has 2 cells, expected 3 as in its first line. Add or remove cells; a cell with the separator in it needs "
                + "double quotes around it, and every quote an end.",
            await Refused<InvalidDataException>(() => OpenCsv("name,x,label\n\"a\nc\",1,u\nplain,2\n"))
        );
        Assert.Equal(2, (await OpenCsv("name,x,label\n \"a\nb\" ,1,u\nplain,2,v\n")).Count);
        // Quotes within a line that are not around the whole cell are text.
        var inner = await OpenCsv("name,x,label\nsay \"hi\" now,1,u\nplain,2,v\n");
        Assert.Equal(["plain", "say \"hi\" now"], inner.Encoding.Columns[0].Categories!);
    }

    [Theory]
    [InlineData("x,y,label\n1,2,u\n3,4,v\n5,6,\"u\n7,8,v\n9,10,u\n", 4)]
    [InlineData("x,y,label\n1,2,u\n3,4,\"v\n", 3)]
    [InlineData("x,y,label\n1,2,u\n3,4,\"v", 3)]
    [InlineData("x,y,label\r\n1,2,u\r\n3,4,\"v\r\n5,6,u\r\n", 3)]
    [InlineData("x,y,\"label\n1,2,u\n3,4,v\n", 1)]
    [InlineData("x,\"y\nz\",\"label\n1,2,u\n3,4,v\n", 2)]
    [InlineData("x,\"y\nz\",label\n1,2,\"u\n3,4,v\n", 3)]
    [InlineData("n,x,label\n\"a,1,u\nb,2,v\n", 2)]
    [InlineData("n,x,label\n\"a\nb\",1,u\nc,2,\"v \"\"w\"\"\nd,2,w\n", 4)]
    [InlineData("n,x,label\n\"a\nb\",\"1,u\nc,2,v\n", 3)]
    // Another quote further down is taken for the end.
    [InlineData("x,y,label\n1,2,\"u\n3,4,\"v\"\n5,6,\"u\"\n", 2)]
    [InlineData("size,x,label\n5\" wide,1,u\n6\" wide,2,v\n7,3,u\n", 2)]
    public async Task QuoteWithoutEnd_IsRefused_AndTakesNoRowsWithIt(string table, int line)
    {
        foreach (var (name, text) in ((string, string)[])[("table.csv", table), ("table.tsv", table.Replace(',', '\t'))])
        {
            Assert.Equal(
                $"A double quote that opens in line {line} of '{name}' has no end, expected a second one before a separator or the end of a "
                    + "line. Close it; a cell with a quote in it needs quotes around it, and the one in it twice.",
                await Refused<InvalidDataException>(() => OpenText(name, text))
            );
        }
    }

    [Fact]
    public async Task Codes_KeepTheirZeros()
    {
        var source = await OpenCsv("zip,x,label\n01234,1,1\n02000,2,01\n01234,3,1.0\n09999,4,2\n");
        Assert.Equal(["01234", "02000", "09999"], source.Encoding.Columns[0].Categories!);
        Assert.Equal(["01", "1", "2"], source.Classes);
        Assert.Equal([1L, 0, 1, 2], source.Labels!);
    }

    [Fact]
    public async Task RowsWithoutAnIdColumn_AreNamedByFileAndPlace()
    {
        Assert.Equal(["table-00000", "table-00001"], (await OpenCsv("x,y\n1,a\n2,b\n")).Ids);
        Assert.Equal(["7", "007"], (await OpenCsv("key,x,y\n7,1,a\n007,2,b\n", new() { IdColumn = "key" })).Ids);
        // A table written with its index.
        var indexed = await OpenCsv(",x,y\n0,5,a\n1,6,b\n");
        Assert.Equal("table-00000: 5 -> 0\ntable-00001: 6 -> 1", ViewReading.Text(indexed));
        Assert.Equal("it has no name", indexed.ColumnDescriptions[0].Reason);
    }

    [Theory]
    [InlineData("x,x\n1,2\n", "File 'table.csv' has two columns called 'x', expected names that differ. Rename one.")]
    [InlineData("x,y\n", "'table.csv' has no rows, expected at least one. Give other data.")]
    [InlineData("", "'table.csv' has no rows, expected at least one. Give other data.")]
    [InlineData(
        "5,1.5\n6,2\n",
        "Line 1 of 'table.csv' has numbers (5, 1.5), expected the names of the columns. Add a first line with names."
    )]
    [InlineData(
        "x,y\n1,a\n,b\n",
        "Column 'x' has no value in line 3 of 'table.csv' (found ''), but is a feature. Fill it in, remove the row, or set option 'missing' to "
            + "'fill' for the fit."
    )]
    [InlineData(
        "x,y\n1,a\nNA,b\n",
        "Column 'x' has no value in line 3 of 'table.csv' (found 'NA'), but is a feature. Fill it in, remove the row, or set option 'missing' to "
            + "'fill' for the fit."
    )]
    [InlineData(
        "x,y\n1,a\n2,b\n3O,a\n",
        "Column 'x' has '3O' in line 4 of 'table.csv', expected a number as in the other rows. Correct it, name the column in "
            + "option 'categories', or leave it out (option 'features': '!x')."
    )]
    [InlineData(
        "x,y\n1,a\n1e39,b\n",
        "Column 'x' has '1e39' in line 3 of 'table.csv', which is no finite number of 32 bits, expected one. Correct it or remove the row."
    )]
    [InlineData("x,y\n1,a\n2,\n", "Label column 'y' is empty in line 3 of 'table.csv', expected a class. Fill it in or remove the row.")]
    [InlineData(
        "id,x,y\np,1,a\nq,2,b\np,3,a\n",
        "Id column 'id' has 'p' in line 2 of 'table.csv' and in line 4 of 'table.csv', expected ids that differ. Change one, or name another "
            + "column with option 'id-column'."
    )]
    [InlineData(
        "id,x,y\np,1,a\n,2,b\n",
        "Id column 'id' is empty in line 3 of 'table.csv', expected a text or a whole number. Fill it in."
    )]
    [InlineData(
        "id,x,y\n1,1,a\n2.5,2,b\n",
        "Id column 'id' has '2.5' in line 3 of 'table.csv', expected texts or whole numbers. Name another column with option 'id-column'."
    )]
    [InlineData("id,y\n1,a\n2,b\n", "File 'table.csv' has no column that can be a feature. Name columns with option 'features'.")]
    public async Task FaultyTables_AreRefusedInOneSentence(string content, string message) =>
        Assert.Equal(message, await Refused<InvalidDataException>(() => OpenCsv(content)));

    [Fact]
    public async Task BytesThatAreNoText_AreRefusedWithTheirPlace()
    {
        var path = Files.Write("table.csv", [.. "x,y\n"u8, 0xFF, 0xFE]);
        Assert.Contains("byte 4", await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = path })));
    }

    [Fact]
    public async Task ColumnsThatAreNotThere_AreRefusedWithTheNearest()
    {
        Assert.Equal(
            "File 'table.csv' has no column 'colr', which option 'label-column' names. Columns: id, height, colour, label. Did you mean 'colour'? "
                + "(Parameter 'label-column')",
            await Refused<ArgumentException>(() => OpenCsv(Table, new() { LabelColumn = "colr" }))
        );
        Assert.Contains(
            "which option 'id-column' names",
            await Refused<ArgumentException>(() => OpenCsv(Table, new() { IdColumn = "key" }))
        );
        Assert.Contains(
            "which option 'features' names",
            await Refused<ArgumentException>(() => OpenCsv(Table, new() { Features = "h*,w*" }))
        );
        Assert.Contains(
            "which option 'categories' names",
            await Refused<ArgumentException>(() => OpenCsv(Table, new() { Categories = "w" }))
        );
        Assert.Equal(
            "Column 'label' is named by option 'features' and by option 'label-column' too, expected one use. Name it in one. (Parameter 'features')",
            await Refused<ArgumentException>(() => OpenCsv(Table, new() { Features = "height,label" }))
        );
    }

    [Fact]
    public async Task Features_TakeNamesAndPatterns_AndLeaveOut()
    {
        const string Wide = "px1,px2,py1,other,class\n1,2,3,4,a\n5,6,7,8,b\n";
        Assert.Equal(["px1", "px2"], await Columns("px*"));
        Assert.Equal(["px1", "py1"], await Columns("p?1"));
        Assert.Equal(["px2", "other"], await Columns("other, px2"));
        Assert.Equal(["px2", "py1"], await Columns("p*,!px1"));
        Assert.Equal(["px1", "px2", "py1"], await Columns("!other"));
        async Task<IEnumerable<string>> Columns(string features) =>
            (await OpenCsv(Wide, new() { Features = features })).Encoding.Columns.Select(column => column.Name);
    }

    [Fact]
    public async Task NumbersAreCategories_OnlyIfListed_AndSortedAsNumbers()
    {
        const string Codes = "zip,y\n10,a\n9,b\n10,a\n";
        Assert.Equal("10 9 10", string.Join(' ', ViewReading.Rows(await OpenCsv(Codes)).Select(row => Assert.Single(row.Features))));
        var listed = await OpenCsv(Codes, new() { Categories = "zip" });
        Assert.Equal(["9", "10"], Assert.Single(listed.Encoding.Columns).Categories!);
        Assert.Equal([0, 1], ViewReading.Rows(listed)[0].Features);
    }

    [Fact]
    public async Task TextsOfManyValues_AreLeftOut_UnlessListed()
    {
        StringBuilder names = new("name,x,y\n");
        for (var row = 0; row <= 100; row++)
        {
            names.Append("n").Append(row).Append(",1,a\n");
        }

        var source = await OpenCsv(names.ToString());
        Assert.Equal("x", Assert.Single(source.Encoding.Columns).Name);
        Assert.Equal("texts of more than 100 values; name it in option 'categories' to use it", source.ColumnDescriptions[0].Reason);
        Assert.Contains(
            "101 different texts",
            await Refused<InvalidDataException>(() => OpenCsv(names.ToString(), new() { Features = "name" }))
        );
        Assert.Equal([101L], (await OpenCsv(names.ToString(), new() { Categories = "name", Features = "!x" })).ItemShape);
        Assert.Equal([102L], (await OpenCsv(names.ToString(), new() { Features = "name,x", Categories = "name" })).ItemShape);
    }

    [Fact]
    public async Task MissingValues_AreFilledByTheMeanOfTheFit_OrACategory()
    {
        DataOptions fill = new() { Missing = MissingValues.Fill };
        var fit = await OpenCsv("x,c,y\n1,u,a\n,,b\n5,v,a\n", fill);
        Assert.Equal("table-00000: 1 0 1 0 -> 0\ntable-00001: 3 1 0 0 -> 1\ntable-00002: 5 0 0 1 -> 0", ViewReading.Text(fit));
        var queries = await OpenCsv("x,c,y\nNA,u,b\n100,,a\n", like: fit.Encoding);
        Assert.Equal("queries-00000: 3 0 1 0 -> 1\nqueries-00001: 100 1 0 0 -> 0", ViewReading.Text(queries));
    }

    [Fact]
    public async Task Standardize_UsesMeanAndDeviationOfTheFit()
    {
        var fit = await OpenCsv("x,k,y\n1,7,a\n5,7,b\n", new() { Standardize = true });
        Assert.Equal("table-00000: -1 0 -> 0\ntable-00001: 1 0 -> 1", ViewReading.Text(fit));
        Assert.Equal(
            "queries-00000: 2 1 -> 0",
            ViewReading.Text(await OpenCsv("x,k,y\n7,8,a\n", like: DataEncoding.FromJson(fit.Encoding.ToJson())))
        );
    }

    [Fact]
    public async Task Standardize_IsExactForLargeNumbers()
    {
        var fit = await OpenCsv("time,y\n1700000000001,a\n1700000000003,b\n", new() { Standardize = true });
        Assert.Equal([-1f, 1f], ViewReading.Rows(fit).Select(row => row.Features[0]));
    }

    [Fact]
    public async Task Queries_HaveTheColumnsClassesAndCategoriesOfTheFit()
    {
        var fit = await OpenCsv(Table);
        // Other order, another column, no label.
        var queries = await OpenCsv("colour,more,height\nblue,9,4\n", like: fit.Encoding);
        Assert.Equal("queries-00000: 4 1 0 -> ", ViewReading.Text(queries));
        Assert.Null(queries.Labels);
        Assert.Equal(fit.Classes, queries.Classes);
        Assert.Equal("the fit did not use it", queries.ColumnDescriptions[1].Reason);
        Assert.Equal([1L], (await OpenCsv("height,colour,label\n1,red,10.0\n", like: fit.Encoding)).Labels!);

        Assert.Equal(
            "Column 'colour' has 'bleu' in line 2 of 'queries.csv', a category that the fit did not see, expected one of: blue, red. Did you "
                + "mean 'blue'? Correct it, remove the row, or fit again with such rows.",
            await Refused<InvalidDataException>(() => OpenCsv("height,colour\n1,bleu\n", like: fit.Encoding))
        );
        Assert.Equal(
            "The label of line 3 of 'queries.csv' is '3', a class that the fit did not see, expected one of: 2, 10. Did you mean '2'? "
                + "Correct it, remove the row, or fit again with such rows.",
            await Refused<InvalidDataException>(() => OpenCsv("height,colour,label\n1,red,2\n1,red,3\n", like: fit.Encoding))
        );
        Assert.Equal(
            "File 'queries.csv' has no column 'colour', which is a feature of the fit. Columns: height, color. Did you mean 'color'? Add or "
                + "rename the column.",
            await Refused<InvalidDataException>(() => OpenCsv("height,color\n1,red\n", like: fit.Encoding))
        );
        Assert.Contains(
            "'tall' in line 2 of 'queries.csv', expected a number",
            await Refused<InvalidDataException>(() => OpenCsv("height,colour\ntall,red\n", like: fit.Encoding))
        );
        Assert.Contains(
            "the fit had none",
            await Refused<InvalidDataException>(async () =>
                await OpenCsv("x,c\n1,a\n", new() { LabelColumn = "c" }, (await OpenCsv("x,c\n1,a\n")).Encoding)
            )
        );
    }

    [Fact]
    public async Task OptionsThatChangeNothing_AreRefused()
    {
        var fit = await OpenCsv(Table);
        Assert.Contains("image-height", await Refused<ArgumentException>(() => OpenCsv(Table, new() { ImageHeight = 8, ImageWidth = 8 })));
        Assert.Contains("pixel-mean", await Refused<ArgumentException>(() => OpenCsv(Table, new() { PixelMean = [0.5] })));
        Assert.Contains("features", await Refused<ArgumentException>(() => OpenCsv(Table, new() { Features = "height" }, fit.Encoding)));
        Assert.Contains("standardize", await Refused<ArgumentException>(() => OpenCsv(Table, new() { Standardize = true }, fit.Encoding)));
    }

    [Fact]
    public async Task LabelsThatAreTheSameNumber_AreOneClass()
    {
        var source = await OpenCsv("x,label\n1,1.0\n2,1\n3,0\n");
        Assert.Equal(["0", "1"], source.Classes);
        Assert.Equal([1L, 1, 0], source.Labels!);
    }

    [Fact]
    public async Task FractionalLabels_AreNotClasses()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(row => $"{row},{row}.5\n"));
        Assert.Contains("30 different numbers with fractions", await Refused<InvalidDataException>(() => OpenCsv("x,target\n" + rows)));
    }

    [Fact]
    public async Task Split_IsAColumn_OrAFileOfAFolder()
    {
        const string Rows = "x,split,y\n1,train,a\n2,test,b\n3,train,b\n";
        var training = await OpenCsv(Rows, new() { Split = "train" });
        Assert.Equal("train-00000: 1 -> 0\ntrain-00002: 3 -> 1", ViewReading.Text(training));
        Assert.Equal("it says the split", training.ColumnDescriptions[1].Reason);
        Assert.Equal(3, (await OpenCsv(Rows)).Count);
        Assert.Equal(
            "Column 'split' of 'table.csv' has no split 'tests', only: train, test. Did you mean 'test'? Name one of them with option 'split'.",
            await Refused<InvalidDataException>(() => OpenCsv(Rows, new() { Split = "tests" }))
        );
        Assert.Contains("has no column 'split'", await Refused<InvalidDataException>(() => OpenCsv(Table, new() { Split = "train" })));

        DataSamples.Text(Files, "set/train.csv", Table);
        var folder = Path.GetDirectoryName(DataSamples.Text(Files, "set/test.csv", "height,colour\n1,red\n"))!;
        var fit = await DataSource.OpenAsync(new() { Path = folder, Split = "train" });
        var test = await DataSource.OpenAsync(new() { Path = folder, Split = "test" }, fit.Encoding);
        Assert.Equal(["test-00000"], test.Ids);
        Assert.Equal(
            "Folder 'set' has 2 files of .csv (test.csv, train.csv), expected one. Give the file, or name with option 'split' the one that is meant.",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = folder }))
        );
    }

    [Fact]
    public void Encoding_ThatIsNone_IsRefused()
    {
        foreach (var text in (string[])["", "null", "[]", "{\"colums\": []}"])
        {
            Assert.Contains("is no encoding of data", Assert.Throws<InvalidDataException>(() => DataEncoding.FromJson(text)).Message);
        }
    }
}
