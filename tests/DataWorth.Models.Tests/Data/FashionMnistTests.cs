using System.Security.Cryptography;
using DataWorth.Models.Data;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Data;

public sealed class FashionMnistTests
{
    [DataFact("fashion-mnist")]
    public async Task TrainingSet_HasItsPublishedFacts()
    {
        var data = await FashionMnist.LoadTrainingAsync(Locator());
        Assert.Equal((60_000, "1x28x28", 10), (data.Count, data.Shape.ToString(), data.ClassNames.Count));
        Assert.All(data.Labels.ToArray().CountBy(label => label), count => Assert.Equal(6000, count.Value));
        Assert.Equal(
            ["Ankle boot", "T-shirt/top", "T-shirt/top", "Dress", "T-shirt/top"],
            data.Labels[..5].ToArray().Select(label => data.ClassNames[label])
        );
        double mean = 0,
            square = 0;
        foreach (var pixel in data.Pixels.Span)
        {
            mean += pixel / 255.0;
            square += pixel / 255.0 * (pixel / 255.0);
        }

        mean /= data.Pixels.Length;
        // The constants of the normalisation are these numbers, rounded to four digits.
        Assert.Equal(0.2860, mean, 0.00005);
        Assert.Equal(0.3530, Math.Sqrt((square / data.Pixels.Length) - (mean * mean)), 0.00005);
    }

    [DataFact("fashion-mnist")]
    public async Task FirstRows_AreTheBeginningOfTheWhole()
    {
        var all = await FashionMnist.LoadTestAsync(Locator());
        var first = await FashionMnist.LoadTestAsync(Locator(), 100);
        Assert.Equal(10_000, all.Count);
        Assert.Equal(all.Take(100).Fingerprint, first.Fingerprint);
        Assert.Equal("test-00099", first.Id(99));
        Assert.Equal((float)((first.PixelsOf(5)[300] / 255.0 - 0.2860) / 0.3530), first.ToFeatureBlock()[(5 * 784) + 300]);
        Assert.StartsWith(
            "Data set 'fashion-mnist/test' has 10000 rows, but 10001 were asked for.",
            (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FashionMnist.LoadTestAsync(Locator(), 10_001))).Message,
            StringComparison.Ordinal
        );
    }

    [DataFact("fashion-mnist")]
    public async Task Checksums_AreThoseOfTheOfficialFiles()
    {
        foreach (
            var file in (DataFile[])
                [FashionMnist.TrainingImages, FashionMnist.TrainingLabels, FashionMnist.TestImages, FashionMnist.TestLabels]
        )
        {
            await using var stream = File.OpenRead(await Locator().LocateAsync(file));
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        }
    }

    [Fact]
    public void FilesThatDoNotBelongTogether_AreRefused()
    {
        using TemporaryFolder directory = new();
        var images = directory.Write("images", IdxReaderTests.Idx([2, 28, 28], new byte[2 * 784]));
        var labels = directory.Write("labels", IdxReaderTests.Idx([3], [0, 1, 2]));
        Assert.Equal(
            $"File '{images}' has 2 images, but '{labels}' has 3 labels. Pass two files of the same data set.",
            Assert.Throws<InvalidDataException>(() => FashionMnist.Read("train", images, labels)).Message
        );
        labels = directory.Write("labels", IdxReaderTests.Idx([2], [0, 10]));
        Assert.Equal(
            $"File '{labels}' gives row 1 the label 10, but there are 10 classes (0 to 9). Delete the file and fetch it again.",
            Assert.Throws<InvalidDataException>(() => FashionMnist.Read("train", images, labels)).Message
        );
        images = directory.Write("images", IdxReaderTests.Idx([2, 28, 27], new byte[2 * 756]));
        Assert.Equal(
            $"IDX file '{images}' has the dimensions [2, 28, 27], expected [n, 28, 28]. Pass the file of the right data set.",
            Assert.Throws<InvalidDataException>(() => FashionMnist.Read("train", images, labels)).Message
        );
    }

    private static DataLocator Locator() => new(new() { ExplicitDirectory = Path.GetDirectoryName(SharedData.Locate("fashion-mnist")) });
}
