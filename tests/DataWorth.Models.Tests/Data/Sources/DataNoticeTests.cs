using DataWorth.Models.Data.Sources;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>What is done with data that their owner may not expect is said, once, with a count and an example.</summary>
public sealed class DataNoticeTests : SourceTestBase
{
    private const string Composed = "caf\u00e9";
    private const string Decomposed = "cafe\u0301";

    private string Folder => Path.Combine(Files.Path, "set");

    [Fact]
    public async Task QueryImagesOfOtherSizeAndColour_AreSaid()
    {
        Files.Write("set/a/1.png", DataSamples.Png(new Image<L8>(4, 3)));
        var fit = await Open();
        Assert.Empty(fit.Notices);
        Files.Write("set/a/2.png", DataSamples.Png(new Image<Rgb24>(8, 6)));
        Files.Write("set/a/3.png", DataSamples.Png(new Image<L8>(8, 6)));
        Assert.Equal(
            [
                "2 of 3 images are 6 x 8 pixels (height x width), such as 'a/2.png'; they are resized to 3 x 4 as the rows of the fit were.",
                "1 of 3 images is coloured, such as 'a/2.png'; it is read as grey as the rows of the fit were.",
            ],
            (await Open(like: fit.Encoding)).Notices
        );
    }

    [Fact]
    public async Task TrainingImagesOfSeveralSizes_AreSaid_NotWhereAllAreResizedAsAsked()
    {
        DataOptions options = new() { ImageHeight = 2, ImageWidth = 2 };
        Files.Write("set/a/1.png", DataSamples.Png(new Image<L8>(4, 3)));
        Assert.Empty((await Open(options)).Notices);
        Files.Write("set/a/2.png", DataSamples.Png(new Image<L8>(8, 6)));
        Files.Write("set/a/3.png", DataSamples.Png(new Image<Rgb24>(2, 2)));
        Assert.Equal(
            [
                "2 of 3 images are not 2 x 2 pixels (height x width), such as 'a/1.png' of 3 x 4; they are resized to 2 x 2.",
                "2 of 3 images are grey, such as 'a/1.png'; they are read as colour with three equal channels.",
            ],
            (await Open(options)).Notices
        );
    }

    [Theory]
    [InlineData(".thumbs")]
    [InlineData(".git")]
    [InlineData("__MACOSX")]
    [InlineData("@eaDir")]
    public async Task HiddenFolders_AreNoClasses(string hidden)
    {
        foreach (var path in new[] { "a/1.png", "b/1.png", $"{hidden}/1.png", $"a/{hidden}/1.png", "a/._1.png" })
        {
            Files.Write("set/" + path, DataSamples.Png(new Image<L8>(2, 2)));
        }

        var source = await Open();
        Assert.Equal(["a", "b"], source.Classes);
        Assert.Equal(["a/1.png", "b/1.png"], source.Ids);
        Assert.Equal([$"3 hidden entries are skipped, such as '{hidden}'."], source.Notices);
    }

    [Theory]
    [InlineData("x,label\n1,NA\n2,b\n3,b\n", "Label 'NA' looks like a missing value, and is a class.")]
    [InlineData("x,label\n1,1\n2,1.0\n3,2\n", "Labels '1', '1.0' are one class.")]
    [InlineData("x,label\n1,007\n2,7\n3,b\n4,7\n", "Labels '007', '7' are classes of their own, though they are one number.")]
    [InlineData("x,z,label\n1,5,a\n2,5,b\n3,5,b\n", "Column 'z' has the same value in all rows: it tells nothing.")]
    [InlineData(
        "x,t,label\n1,1152921504606846977,a\n2,1152921504606846978,b\n3,1152921504606846979,b\n",
        "Column 't' has whole numbers beyond 2^53, of which 16 digits are kept"
    )]
    [InlineData(
        "x,when,label\n1,2024-01-02,a\n2,2024-01-03,b\n3,2024-01-03,a\n",
        "Column 'when' has dates, taken as 2 categories: no other"
    )]
    public async Task WhatATableHasUnexpectedly_IsSaid(string text, string notice) =>
        Assert.StartsWith(notice, Assert.Single((await OpenCsv(text)).Notices), StringComparison.Ordinal);

    [Fact]
    public async Task ColumnOfRowNumbers_IsSaid_UnlessItIsNamed()
    {
        const string Said = "Column 'n' looks like a row number: it rises by one in every row. Leave it out with option 'features' '!n'.";
        Assert.Equal([Said], (await OpenCsv(Numbered(20, row => row + 5))).Notices);
        Assert.Empty((await OpenCsv(Numbered(20, row => row + 5), new() { Features = "n,x" })).Notices);
        Assert.Empty((await OpenCsv(Numbered(19, row => row))).Notices);
        Assert.Empty((await OpenCsv(Numbered(20, row => (row * 7) % 20))).Notices);
    }

    [Theory]
    [InlineData("Unnamed: 0")]
    [InlineData("Unnamed: 0.1")]
    [InlineData("__index_level_0__")]
    public async Task IndexThatPandasWrote_IsNoFeature(string name)
    {
        var source = await OpenCsv($"{name},x,label\n0,1,a\n1,2,b\n");
        Assert.Equal(("left out", "it has no name"), (source.ColumnDescriptions[0].Use, source.ColumnDescriptions[0].Reason));
        Assert.Equal([1L], source.ItemShape);
    }

    [Fact]
    public async Task LabelMostOfWhoseClassesHaveOneRow_IsSaid()
    {
        static string Table(int rows, int classes) =>
            "x,label\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{row * row},c{row % classes}\n"));
        Assert.StartsWith(
            "11 of 11 classes of the label 'label' have one row only: it looks like an id or a measured number",
            Assert.Single((await OpenCsv(Table(11, 11))).Notices),
            StringComparison.Ordinal
        );
        Assert.Empty((await OpenCsv(Table(10, 10))).Notices);
        Assert.Empty((await OpenCsv(Table(18, 12))).Notices); // half
        Assert.Single((await OpenCsv(Table(17, 12))).Notices);
    }

    [Theory]
    [InlineData(200, "1e30")]
    [InlineData(10, "-4e5")]
    public async Task NumberFarBeyondAllOthers_IsSaidWithItsLine(int rows, string far)
    {
        var table = Numbered(rows, row => row * row % 97).Split('\n');
        table[7] = $"{far},3,a";
        Assert.Equal(
            $"Column 'n' has {far} in line 8 of 'table.csv', more than 1000 times what 99 in 100 rows have: beside it they are all alike. Correct "
                + "it, or take the row out.",
            Assert
                .Single((await OpenCsv(string.Join('\n', table))).Notices)
                .Replace(Files.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        );
        table[7] = "900,3,a";
        Assert.Empty((await OpenCsv(string.Join('\n', table))).Notices);
    }

    private static string Numbered(int rows, Func<int, int> number) =>
        "n,x,label\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{number(row)},{row * 3 % 5},{"ab"[row % 2]}\n"));

    [Fact]
    public async Task FilesThatAreNoImages_AndFoldersWithoutAny_AreSaid()
    {
        foreach (var path in new[] { "a/1.png", "b/1.png", "a/x.webp", "c/1.gif", "c/2.gif" })
        {
            Files.Write("set/" + path, DataSamples.Png(new Image<L8>(2, 2)));
        }

        var source = await Open();
        Assert.Equal(["a", "b"], source.Classes);
        Assert.Equal(
            [
                "3 files that are no PNG or JPEG (.gif, .webp) are left out, such as 'a/x.webp'.",
                "No PNG or JPEG is in 'c': there is no such class.",
            ],
            source.Notices
        );
    }

    [Fact]
    public async Task HiddenTable_IsNotRead()
    {
        Files.Write("set/train.csv", "x,label\n1,a\n2,b\n"u8.ToArray());
        Files.Write("set/._train.csv", [1, 2, 3]);
        var source = await Open();
        Assert.Equal(2, source.Count);
        Assert.StartsWith("A hidden entry is skipped: '", Assert.Single(source.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpellingsOfAClass_AreOne_AndIdsStayAsTheyAre()
    {
        Files.Write($"set/{Composed}/1.png", DataSamples.Png(new Image<L8>(2, 2)));
        Files.Write($"set/{Decomposed}/2.png", DataSamples.Png(new Image<L8>(2, 2)));
        Files.Write("set/tea/3.png", DataSamples.Png(new Image<L8>(2, 2)));
        var images = await Open();
        Assert.Equal([Composed, "tea"], images.Classes);
        Assert.Contains($"{Decomposed}/2.png", images.Ids);
        var table = await OpenCsv(
            $"x,drink{Decomposed},label\n1,{Composed},{Decomposed}\n2,{Decomposed},{Composed}\n3,tea,tea\n4,tea,tea\n"
        );
        Assert.Equal([Composed, "tea"], table.Classes);
        Assert.Equal([0L, 0, 1, 1], table.Labels!);
        Assert.Equal([3L], table.ItemShape);
        var query = await OpenCsv($"x,drink{Composed},label\n1,{Decomposed},{Decomposed}\n", like: table.Encoding);
        Assert.Equal([0L], query.Labels!);
    }

    [Theory]
    [InlineData("red", "blue", true)]
    [InlineData("red", "red", false)]
    [InlineData("0", "1", true)]
    public async Task ColumnThatTellsTheLabel_IsSaid(string first, string second, bool isSaid)
    {
        var source = await OpenCsv($"x,copy,label\n1,{first},a\n2,{second},b\n3,{first},a\n4,{second},b\n");
        Assert.Equal(
            isSaid
                ?
                [
                    "Column 'copy' tells the label 'label' exactly, each of its 2 values one class: if it is a copy, leave it out with option "
                        + "'features' '!copy'.",
                ]
                : [],
            source.Notices.Where(notice => notice.Contains("tells the label", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task SeveralUsualNames_AreSaid()
    {
        const string Table = "x,Class,label\n1,p,a\n2,p,b\n3,q,a\n4,q,b\n";
        Assert.Equal(
            [
                "Columns 'label', 'Class' have a usual name of labels: 'label' is taken as the label. Name another one with option 'label-column'.",
            ],
            (await OpenCsv(Table)).Notices
        );
        Assert.Empty((await OpenCsv(Table, new() { LabelColumn = "label" })).Notices);
    }

    [Theory]
    [InlineData("class", "a", true, "'class' is taken, whose values are classes of the fit.")]
    [InlineData("class", "z", false, "no label is used: column 'class' has 'z', which is no class of the fit.")]
    [InlineData("class,y", "a,b", false, "no label is used: columns 'class', 'y' could have it.")]
    [InlineData("other", "a", false, null)]
    public async Task LabelOfQueriesUnderAnotherName_IsTakenWhereItIsPlain(string columns, string cells, bool isTaken, string? said)
    {
        var fit = await OpenCsv("x,kind\n1,a\n2,b\n", new() { LabelColumn = "kind" });
        var queries = await OpenCsv($"x,{columns}\n1,{cells}\n", like: fit.Encoding);
        Assert.Equal(isTaken, queries.Labels is not null);
        if (said is null)
        {
            Assert.Empty(queries.Notices);
        }
        else
        {
            Assert.Contains(said, Assert.Single(queries.Notices), StringComparison.Ordinal);
        }
    }

    private Task<DataSource> Open(DataOptions? options = null, DataEncoding? like = null) =>
        DataSource.OpenAsync((options ?? new()) with { Path = Folder }, like);
}
