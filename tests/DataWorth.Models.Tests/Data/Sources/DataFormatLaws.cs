using DataWorth.Models.Data.Sources;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>What every row of the table of formats keeps.</summary>
public sealed class DataFormatLaws : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string> Formats => [.. DataFormatTable.All.Select(format => format.Name)];

    public static TheoryData<string> FileFormats => [.. DataFormatTable.All.Select(format => format.Name).Where(name => name != "known")];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Format_IsRecognizedByItselfAlone_AndByItsName(string format)
    {
        var options = await DataSamples.WriteAsync(format, _directory);
        Assert.Equal(format, Assert.Single(DataFormatTable.All, row => row.Recognizes(options.Path)).Name);
        var recognized = await DataSource.OpenAsync(options);
        Assert.Equal(format, recognized.Format.Name);
        Assert.Equal(ViewReading.Text(recognized), ViewReading.Text(await DataSource.OpenAsync(options with { Format = format })));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task View_HasTheRowsAndTypesThatAreSaid(string format)
    {
        var source = await DataSource.OpenAsync(await DataSamples.WriteAsync(format, _directory));
        var view = source.View(new MLContext(0));
        Assert.Equal(["Id", "Features", "Label"], view.Schema.Select(column => column.Name));
        Assert.Equal(TextDataViewType.Instance, view.Schema["Id"].Type);
        Assert.Equal(NumberDataViewType.Int64, view.Schema["Label"].Type);
        var features = Assert.IsType<VectorDataViewType>(view.Schema["Features"].Type);
        var size = source.ItemShape.Aggregate((product, axis) => product * axis);
        Assert.Equal((NumberDataViewType.Single, size), (features.ItemType, (long)features.Size));
        Assert.Equal(DataSamples.Count, view.GetRowCount());

        var rows = ViewReading.Rows(source);
        Assert.Equal(DataSamples.Count, source.Count);
        Assert.Equal(source.Count, rows.Length);
        Assert.Equal(source.Ids, rows.Select(row => row.Id));
        Assert.Equal(source.Count, source.Ids.Distinct().Count());
        Assert.Equal(source.Labels!, rows.Select(row => row.Label!.Value));
        Assert.All(rows, row => Assert.InRange(row.Label!.Value, 0, source.Classes.Count - 1));
        Assert.All(rows, row => Assert.Equal(size, row.Features.Length));
        // Two passes give the same, and rows differ.
        Assert.Equal(rows.SelectMany(row => row.Features), ViewReading.Rows(source).SelectMany(row => row.Features));
        Assert.True(rows.Select(row => string.Join(' ', row.Features)).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Queries_AreEncodedAsTheFitDid_ThroughJson(string format)
    {
        var options = await DataSamples.WriteAsync(format, _directory);
        var fit = await DataSource.OpenAsync(options);
        var encoding = DataEncoding.FromJson(fit.Encoding.ToJson());
        Assert.Equal(fit.Encoding.ToJson(), encoding.ToJson());
        var queries = await DataSource.OpenAsync(options, encoding);
        Assert.Equal(ViewReading.Text(fit), ViewReading.Text(queries));
        // Fewer rows, of fewer classes and categories, are encoded as those rows of the whole.
        var first = await DataSource.OpenAsync(options with { Limit = 1 }, encoding);
        Assert.Equal(ViewReading.Text(fit).Split('\n')[0], ViewReading.Text(first));
        Assert.Equal(fit.Classes, first.Classes);
        Assert.Equal(fit.ItemShape, first.ItemShape);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Limit_TakesThatMany_AndAllWhenThereAreFewer(string format)
    {
        var options = await DataSamples.WriteAsync(format, _directory);
        Assert.Equal(4, (await DataSource.OpenAsync(options with { Limit = 4 })).Count);
        if (format != "known")
        {
            Assert.Equal(DataSamples.Count, (await DataSource.OpenAsync(options with { Limit = 100 })).Count);
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => DataSource.OpenAsync(options with { Limit = 0 }));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Picture_IsAPngOfImages_AndNullOfTables(string format)
    {
        var source = await DataSource.OpenAsync(await DataSamples.WriteAsync(format, _directory));
        var picture = source.Picture(1);
        Assert.Equal(source.Format.HasImages, picture is not null);
        Assert.Equal(source.Format.HasImages ? 3 : 1, source.ItemShape.Count);
        if (picture is not null)
        {
            using var image = SixLabors.ImageSharp.Image.Load(picture);
            Assert.Equal((source.ItemShape[1], source.ItemShape[2]), (image.Height, image.Width));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Descriptions_SayOfEachColumnWhatAndWhy_WithFiveRows(string format)
    {
        var source = await DataSource.OpenAsync(await DataSamples.WriteAsync(format, _directory));
        Assert.NotEmpty(source.ColumnDescriptions);
        Assert.Single(source.ColumnDescriptions, column => column.Use == "label");
        Assert.Contains(source.ColumnDescriptions, column => column.Use.StartsWith("feature", StringComparison.Ordinal));
        Assert.All(source.ColumnDescriptions, column => Assert.Equal(5, column.First.Count));
        Assert.All(source.ColumnDescriptions, column => Assert.All((string[])[column.Name, column.Type, column.Reason], Assert.NotEmpty));
    }

    /// <summary>A file that was cut within a record is refused with its path.</summary>
    [Theory]
    [MemberData(nameof(FileFormats))]
    public async Task CutFiles_AreRefusedWithTheirPath(string format)
    {
        var options = await DataSamples.WriteAsync(format, _directory);
        var path = File.Exists(options.Path)
            ? options.Path
            : Directory.EnumerateFiles(options.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var length in (int[])[0, 1, 3, 10, whole.Length / 2 + 2, whole.Length - 5])
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => DataSource.OpenAsync(options with { Format = format }));
            Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A file with other bytes either is sound data, or is refused with its path or that of its row. Not so Parquet: its reader
    /// (Parquet.Net 6.1) may never come back from damaged pages.</summary>
    [Theory]
    [InlineData("idx")]
    [InlineData("cifar")]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("json-lines")]
    [InlineData("images")]
    public async Task FilesOfOtherBytes_AreDataOrRefused(string format)
    {
        var options = await DataSamples.WriteAsync(format, _directory) with { Format = format };
        var path = File.Exists(options.Path)
            ? options.Path
            : Directory.EnumerateFiles(options.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var whole = await File.ReadAllBytesAsync(path);
        Random random = new(0);
        for (var trial = 0; trial < 60; trial++)
        {
            byte[] other = [.. whole];
            for (var change = 0; change <= trial % 4; change++)
            {
                other[random.Next(other.Length)] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(path, other);
            try
            {
                Assert.NotEmpty(ViewReading.Text(await DataSource.OpenAsync(options)));
            }
            catch (InvalidDataException error)
            {
                Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Path_ThatIsNowhere_IsRefusedWithTheNearestKnownName()
    {
        var error = await Assert.ThrowsAsync<DataWorth.Models.Data.DataUnavailableException>(() =>
            DataSource.OpenAsync(new() { Path = "fashion-mnst" })
        );
        Assert.Equal(
            "There is no file or folder 'fashion-mnst', and it is no known data set (fashion-mnist, cifar10, glyphs). "
                + "Did you mean 'fashion-mnist'?",
            error.Message
        );
        await Assert.ThrowsAsync<ArgumentException>(() => DataSource.OpenAsync(new()));
    }

    [Fact]
    public async Task Folder_OfSeveralFormats_IsRefused_UnlessOneIsNamed()
    {
        DataSamples.Images(_directory, "both");
        DataSamples.Text(_directory, "both/table.csv", DataSamples.Csv(","));
        DataOptions options = new() { Path = Path.Combine(_directory.Path, "both") };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DataSource.OpenAsync(options));
        Assert.Equal(
            $"Folder '{options.Path}' has data in several formats (csv, images). Name the format (option 'format').",
            error.Message
        );
        Assert.Equal(3, (await DataSource.OpenAsync(options with { Format = "images" })).ItemShape.Count);
        Assert.Single((await DataSource.OpenAsync(options with { Format = "csv" })).ItemShape);
    }

    [Fact]
    public async Task Format_ThatIsUnknownOrDoesNotFit_IsRefused()
    {
        var path = DataSamples.Text(_directory, "notes.txt", "hello");
        Assert.Contains(
            "json-lines",
            (await Assert.ThrowsAsync<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = path }))).Message
        );
        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => DataSource.OpenAsync(new() { Path = path, Format = "csvv" }));
        Assert.Contains("Did you mean 'csv'?", unknown.Message);
        var known = await Assert.ThrowsAsync<ArgumentException>(() => DataSource.OpenAsync(new() { Path = path, Format = "known" }));
        Assert.Contains("cannot be read as 'known'", known.Message);
    }
}
