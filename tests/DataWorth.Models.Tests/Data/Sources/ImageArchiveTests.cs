using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>IDX, CIFAR and data sets that are known by name.</summary>
public sealed class ImageArchiveTests : SourceTestBase
{
    [Fact]
    public async Task Idx_OfOnesOwn_HasItsLabelsAsClasses_PlainAndGzip()
    {
        var folder = DataSamples.Idx(Files, "mine", 6);
        var source = await DataSource.OpenAsync(new() { Path = folder });
        Assert.Equal([1L, 4, 5], source.ItemShape);
        Assert.Equal(["0", "1", "2"], source.Classes);
        Assert.Equal("train-00005", source.Ids[5]);
        Assert.Equal((float)(7 / 255.0), ViewReading.Rows(source)[0].Features[1]);
        var packed = Files.Write("packed/train-images-idx3-ubyte.gz", IdxReaderTests.Gzip(DataSamples.IdxImages(6)));
        Files.Write("packed/train-labels-idx1-ubyte.gz", IdxReaderTests.Gzip(DataSamples.IdxLabels(6)));
        Assert.Equal(ViewReading.Text(source), ViewReading.Text(await DataSource.OpenAsync(new() { Path = packed })));
    }

    [Fact]
    public async Task Idx_CountsMustAgree_AndLabelsMayBeAbsent()
    {
        var folder = DataSamples.Idx(Files, "mine", 6);
        Files.Write("mine/train-labels-idx1-ubyte", DataSamples.IdxLabels(5));
        Assert.Contains(
            "has 6 images, but 'mine/train-labels-idx1-ubyte' has 5 labels",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = folder }))
        );
        File.Delete(Path.Combine(folder, "train-labels-idx1-ubyte"));
        Assert.Null((await DataSource.OpenAsync(new() { Path = folder })).Labels);
        Assert.Equal(
            "Folder 'mine' has no split 'test', only: train. Name one of them with option 'split'.",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = folder, Split = "test" }))
        );
        Assert.Contains(
            "only images of a folder are resized",
            await Refused<ArgumentException>(() => DataSource.OpenAsync(new() { Path = folder, ImageChannels = 3 }))
        );
        Files.Write("empty/train-images-idx3-ubyte", DataSamples.IdxImages(0));
        Assert.Contains(
            "has no rows",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "empty") }))
        );
    }

    [Fact]
    public async Task Idx_OfAnotherShapeThanTheFit_IsRefused()
    {
        var fit = await DataSource.OpenAsync(new() { Path = "glyphs", Limit = 3 });
        var folder = DataSamples.Idx(Files, "mine", 6);
        Assert.Contains(
            "have the shape 1x4x5, expected 1x28x28",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = folder }, fit.Encoding))
        );
    }

    [Fact]
    public async Task Cifar_BatchesHaveTenThousandRecords_OtherFilesAny()
    {
        var source = await DataSource.OpenAsync(new() { Path = DataSamples.Cifar(Files, "some.bin", 4) });
        Assert.Equal([3L, 32, 32], source.ItemShape);
        Assert.Equal(Cifar10.ClassNames, source.Classes);
        Assert.Equal("some-00003", source.Ids[3]);
        DataSamples.Cifar(Files, "set/data_batch_1.bin", 4);
        Assert.Contains(
            "10000 were expected",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "set") }))
        );
    }

    [Theory]
    [InlineData("data_batch_1.bin data_batch_3.bin", "data_batch_2.bin", "data_batch_3.bin")]
    [InlineData("data_batch_1.bin.gz data_batch_2.bin data_batch_5.bin.gz test_batch.bin", "data_batch_3.bin", "data_batch_5.bin.gz")]
    [InlineData("data_batch_2.bin", "data_batch_1.bin", "data_batch_2.bin")]
    public async Task Cifar_BatchMissingBeforeOthers_IsNamed(string files, string missing, string later)
    {
        foreach (var file in files.Split(' '))
        {
            DataSamples.Cifar(Files, $"set/{file}", 1);
        }

        Assert.Equal(
            $"Folder 'set' has '{later}', but no '{missing}', expected data_batch_1.bin up to the last batch without a gap: later images "
                + "would have the ids of other ones. Put the batch there, plain or .gz.",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "set"), Limit = 1 }))
        );
    }

    [Fact]
    public async Task Cifar_BatchesAreInTheOrderOfTheirNumbers()
    {
        DataSamples.Cifar(Files, "set/data_batch_1.bin", 10_000);
        for (var batch = 2; batch <= 10; batch++)
        {
            DataSamples.Cifar(Files, $"set/data_batch_{batch}.bin", 4);
        }

        Assert.StartsWith(
            "File 'set/data_batch_2.bin' ends after 4 ",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "set") }))
        );
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte")]
    public async Task Idx_PlainAndGzipOfOneFile_MustHoldTheSame(string name)
    {
        DataOptions options = new() { Path = DataSamples.Idx(Files, "mine", 6) };
        var expected = ViewReading.Text(await DataSource.OpenAsync(options));
        var content = await File.ReadAllBytesAsync(Path.Combine(options.Path, name));
        Files.Write($"mine/{name}.gz", IdxReaderTests.Gzip(content));
        Assert.Equal(expected, ViewReading.Text(await DataSource.OpenAsync(options)));
        content[^1] ^= 1;
        await RefusesBoth(content);
        await RefusesBoth([.. content, 0]);
        await RefusesBoth(content[..^1]);

        async Task RefusesBoth(byte[] other)
        {
            Files.Write($"mine/{name}.gz", IdxReaderTests.Gzip(other));
            Assert.Equal(
                $"File 'mine/{name}' is there as 'mine/{name}.gz' too, and they hold different data, expected one of the two. Remove the "
                    + "one that is not meant.",
                await Refused<InvalidDataException>(() => DataSource.OpenAsync(options))
            );
        }
    }

    [Fact]
    public async Task Cifar_PlainAndGzipOfOneBatch_MustHoldTheSame_AndAreReadOnce()
    {
        var path = DataSamples.Cifar(Files, "cifar10/data_batch_1.bin", 10_000);
        DataOptions options = new() { Path = Path.GetDirectoryName(path)! };
        var content = await File.ReadAllBytesAsync(path);
        Files.Write("cifar10/data_batch_1.bin.gz", IdxReaderTests.Gzip(content));
        Assert.Equal(10_000, (await DataSource.OpenAsync(options)).Count);
        content[^1] ^= 1;
        Files.Write("cifar10/data_batch_1.bin.gz", IdxReaderTests.Gzip(content));
        const string Both = "File 'cifar10/data_batch_1.bin' is there as 'cifar10/data_batch_1.bin.gz' too";
        Assert.StartsWith(Both, await Refused<InvalidDataException>(() => DataSource.OpenAsync(options)));
        DataLocator locator = new(new() { ExplicitDirectory = Files.Path });
        Assert.StartsWith(Both, await Refused<InvalidDataException>(() => Cifar10.LoadTrainingAsync(locator, 5)));
        File.Move(path, Path.Combine(options.Path, "test_batch.bin"));
        File.Move(path + ".gz", Path.Combine(options.Path, "test_batch.bin.gz"));
        Assert.Contains("'cifar10/test_batch.bin.gz'", await Refused<InvalidDataException>(() => Cifar10.LoadTestAsync(locator, 5)));
    }

    [Fact]
    public async Task Glyphs_AreThoseOfTheDataSet()
    {
        var source = await DataSource.OpenAsync(
            new()
            {
                Path = "glyphs",
                Split = "test",
                Limit = 5,
            }
        );
        var expected = Glyphs.CreateTest(5);
        Assert.Equal(expected.Rows.Select(row => row.Id), source.Ids);
        Assert.Equal(expected.ToFeatureBlock(), ViewReading.Rows(source).SelectMany(row => row.Features));
        Assert.Equal(expected.ToLabelBlock(), source.Labels!);
        Assert.Contains(
            "has no split 'dev', only: train, test",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = "glyphs", Split = "dev" }))
        );
        Assert.Contains(
            "there is no locator",
            await Refused<DataUnavailableException>(() => DataSource.OpenAsync(new() { Path = "fashion-mnist" }))
        );
    }

    [DataFact("fashion-mnist")]
    public async Task FashionMnist_IsTheSame_ByNameAndByFolder()
    {
        DataLocator locator = new(new() { ExplicitDirectory = Path.GetDirectoryName(SharedData.Locate("fashion-mnist")) });
        var named = await DataSource.OpenAsync(
            new()
            {
                Path = "fashion-mnist",
                Split = "test",
                Limit = 20,
            },
            locator: locator
        );
        var folder = await DataSource.OpenAsync(
            new()
            {
                Path = SharedData.Locate("fashion-mnist"),
                Split = "test",
                Limit = 20,
            }
        );
        Assert.Equal(named.Encoding.ToJson(), folder.Encoding.ToJson());
        Assert.Equal(ViewReading.Text(named), ViewReading.Text(folder));
        Assert.Equal(FashionMnist.ClassNames, named.Classes);
        var expected = await FashionMnist.LoadTestAsync(locator, 20);
        Assert.Equal(expected.ToFeatureBlock(), ViewReading.Rows(named).SelectMany(row => row.Features));
        Assert.Equal(60_000, (await DataSource.OpenAsync(new() { Path = SharedData.Locate("fashion-mnist") })).Count);
    }

    /// <summary>Whatever the folder is called: the other file of the pair tells which data set it is.</summary>
    [DataFact("fashion-mnist")]
    public async Task OneFlippedBitInFashionMnist_IsRefused()
    {
        foreach (var name in (string[])["images-idx3", "labels-idx1"])
        {
            var files = Directory
                .EnumerateFiles(SharedData.Locate("fashion-mnist"), "t10k*.gz")
                .ToDictionary(file => file, file => Files.Write($"d3/{Path.GetFileName(file)}", File.ReadAllBytes(file)));
            var path = files.Values.Single(file => file.Contains(name, StringComparison.Ordinal));
            DataOptions options = new() { Path = Path.Combine(Files.Path, "d3"), Limit = 10 };
            Assert.Equal(10, (await DataSource.OpenAsync(options)).Count);
            var content = await File.ReadAllBytesAsync(path);
            content[^2000] ^= 4;
            await File.WriteAllBytesAsync(path, content);
            Assert.Contains($"'d3/{Path.GetFileName(path)}'", await Refused<InvalidDataException>(() => DataSource.OpenAsync(options)));
            Assert.Contains("has the SHA-256", await Refused<InvalidDataException>(() => DataSource.OpenAsync(options)));
        }
    }

    [DataFact("cifar10")]
    public async Task Cifar10_TestBatch_IsReadFromItsFolder()
    {
        var source = await DataSource.OpenAsync(
            new()
            {
                Path = SharedData.Locate("cifar10"),
                Split = "test",
                Limit = 30,
            }
        );
        Assert.Equal((30, "cifar"), (source.Count, source.Format.Name));
        Assert.Equal(Cifar10.ClassNames, source.Classes);
    }
}
