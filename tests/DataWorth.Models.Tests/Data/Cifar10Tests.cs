using DataWorth.Models.Data;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Data;

public sealed class Cifar10Tests
{
    [DataFact("cifar10/test_batch.bin.gz", "cifar10/data_batch_1.bin.gz")]
    public async Task RealBatches_HaveTheirPublishedFacts()
    {
        DataLocator locator = new(new() { ExplicitDirectory = Path.GetDirectoryName(SharedData.Locate("cifar10")) });
        var test = await Cifar10.LoadTestAsync(locator);
        Assert.All(test.Labels.ToArray().CountBy(label => label), count => Assert.Equal(1000, count.Value));
        Assert.Equal((10_000, "3x32x32", "cat"), (test.Count, test.Shape.ToString(), test.ClassNames[test.Labels[0]]));
        var training = await Cifar10.LoadTrainingAsync(locator);
        // The published means hold for all five batches; one batch and slightly lossy pixels stay within 0.01.
        for (var channel = 0; channel < 3; channel++)
        {
            double mean = 0;
            for (var row = 0; row < training.Count; row++)
            {
                foreach (var pixel in training.PixelsOf(row).Slice(channel * 1024, 1024))
                {
                    mean += pixel / 255.0;
                }
            }

            Assert.Equal(Cifar10.Normalization.Mean[channel], mean / (1024.0 * training.Count), 0.01);
        }
    }

    [Fact]
    public void Records_AreReadInOrder_AcrossBatches()
    {
        using TemporaryFolder directory = new();
        var first = directory.Write("a", [.. Record(3, 1), .. Record(4, 2)]);
        var second = directory.Write("b.gz", IdxReaderTests.Gzip([.. Record(5, 3), .. Record(6, 4)]));
        var data = Cifar10.Read("train", [first, second], 3, recordsPerFile: 2);
        Assert.Equal([3, 4, 5], data.Labels.ToArray());
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(row => (int)data.PixelsOf(row)[100]));
        Assert.Equal(4, Cifar10.Read("train", [first, second], recordsPerFile: 2).Count);
        Assert.Contains(
            "has 4 rows, but 5 were asked for",
            Assert.Throws<ArgumentOutOfRangeException>(() => Cifar10.Read("train", [first, second], 5, recordsPerFile: 2)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void DamagedFiles_AreRefused()
    {
        using TemporaryFolder directory = new();
        var cut = directory.Write("cut", [.. Record(3, 1), .. Record(4, 2)[..3000]]);
        Assert.Equal(
            $"File '{cut}' ends after 1 whole CIFAR-10 records, but 2 were expected: the file is truncated. Delete the file and fetch it "
                + "again.",
            Assert.Throws<InvalidDataException>(() => Cifar10.Read("train", [cut], recordsPerFile: 2)).Message
        );
        var other = directory.Write("other", Record(11, 1));
        Assert.Contains(
            "gives row 0 the label 11, but there are 10 classes",
            Assert.Throws<InvalidDataException>(() => Cifar10.Read("train", [other], recordsPerFile: 1)).Message,
            StringComparison.Ordinal
        );
    }

    private static byte[] Record(byte label, byte value) => [label, .. Enumerable.Repeat(value, 3072)];
}
