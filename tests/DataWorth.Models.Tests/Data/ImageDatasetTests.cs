using DataWorth.Models.Data;

namespace DataWorth.Models.Tests.Data;

public sealed class ImageDatasetTests
{
    [Fact]
    public void Rows_GiveIdsNormalisedPixelsAndLabels_AndRepeat()
    {
        var data = Create(3);
        ImageExample[] rows = [.. data.Rows];
        Assert.Equal(["train-00000", "train-00001", "train-00002"], rows.Select(row => row.Id));
        Assert.Equal([0, 1, 2], rows.Select(row => row.Label));
        for (var row = 0; row < 3; row++)
        {
            // Channel 0: mean 0.25, deviation 0.5; channel 1: mean 0.5, deviation 0.2. One rounding to float32.
            Assert.Equal(
                data.PixelsOf(row)
                    .ToArray()
                    .Select((value, index) => (float)(index < 4 ? ((value / 255.0) - 0.25) / 0.5 : ((value / 255.0) - 0.5) / 0.2)),
                rows[row].Features
            );
        }

        Assert.Equal(rows.SelectMany(row => row.Features), data.ToFeatureBlock());
        Assert.Equal(rows.Select(row => (long)row.Label), data.ToLabelBlock());
        Assert.Equal(rows.Select(row => row.Features), data.Rows.Select(row => row.Features));
    }

    [Fact]
    public void CopyFeatures_OfSomeRows_EqualsTheSameRowsOfTheBlock()
    {
        var data = Create(7);
        var batch = new float[3 * 8];
        data.CopyFeatures(2, batch);
        Assert.Equal(data.ToFeatureBlock()[16..40], batch);
    }

    [Fact]
    public void Select_KeepsIdsLabelsAndFlips()
    {
        var data = Create(100).WithFlippedLabels(0.3, 1);
        int[] rows = [42, 7, 99, 7];
        var some = data.Select(rows);
        Assert.Equal(["train-00042", "train-00007", "train-00099", "train-00007"], some.Rows.Select(row => row.Id));
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Equal(data.PixelsOf(rows[row]), some.PixelsOf(row));
            Assert.Equal(data.Labels[rows[row]], some.Labels[row]);
            Assert.Equal(data.IsFlipped(rows[row]), some.IsFlipped(row));
        }

        Assert.Equal("train-00042", some.Select([0]).Id(0));
    }

    [Fact]
    public void Take_GivesTheFirstRows_AndRefusesMore()
    {
        var data = Create(5);
        Assert.Equal(data.Rows.Take(3).Select(row => row.Id), data.Take(3).Rows.Select(row => row.Id));
        Assert.Equal(data.ToFeatureBlock()[..24], data.Take(3).ToFeatureBlock());
        Assert.StartsWith(
            "Data set 'set/train' has 5 rows, but 6 were asked for. Ask for 5 rows or fewer.",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(6)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.15)]
    [InlineData(1)]
    public void FlippedLabels_AreExactlySoMany_AndAllDiffer(double fraction)
    {
        var clean = Create(990);
        var flipped = clean.WithFlippedLabels(fraction, 3);
        Assert.Equal((int)Math.Round(fraction * 990, MidpointRounding.AwayFromZero), flipped.FlippedCount);
        Assert.Equal(clean.Labels, flipped.OriginalLabels);
        Assert.All(Enumerable.Range(0, 990), row => Assert.Equal(flipped.IsFlipped(row), clean.Labels[row] != flipped.Labels[row]));
        Assert.All(flipped.Labels.ToArray(), label => Assert.InRange(label, 0, 2));
        Assert.Equal(clean.Pixels, flipped.Pixels);
    }

    [Fact]
    public void FlippedLabels_FollowTheSeed()
    {
        var clean = Create(990);
        Assert.Equal(clean.WithFlippedLabels(0.1, 3).Labels, clean.WithFlippedLabels(0.1, 3).Labels);
        Assert.NotEqual(clean.WithFlippedLabels(0.1, 3).Fingerprint, clean.WithFlippedLabels(0.1, 4).Fingerprint);
        // Flipping again starts from the original labels.
        Assert.Equal(99, clean.WithFlippedLabels(0.5, 8).WithFlippedLabels(0.1, 3).FlippedCount);
    }

    [Fact]
    public void FlippedLabels_GoToEachOtherClassEquallyOften()
    {
        var flipped = Create(9000).WithFlippedLabels(1, 5);
        var up = Enumerable.Range(0, 9000).Count(row => flipped.Labels[row] == (flipped.OriginalLabels[row] + 1) % 3);
        // Binomial(9000, 1/2): four standard deviations are 190.
        Assert.InRange(up, 4500 - 190, 4500 + 190);
    }

    [Fact]
    public void Fingerprint_DependsOnTheContentOnly()
    {
        Assert.Equal(Create(10).Fingerprint, Create(12).Take(10).Fingerprint);
        Assert.NotEqual(Create(10).Fingerprint, Create(9).Fingerprint);
        Assert.NotEqual(Create(10).Fingerprint, Create(10).WithFlippedLabels(0.1, 0).Fingerprint);
        Assert.Equal(64, Create(1).Fingerprint.Length);
    }

    [Fact]
    public void ImpossibleContent_IsRefused()
    {
        Assert.StartsWith(
            "Expected 16 pixel bytes for 2 labels of shape 2x2x2, got 15.",
            Message(new byte[15], [0, 1]),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Expected 3 classes, a label below, got 3.", Message(new byte[16], [0, 3]), StringComparison.Ordinal);
        Assert.StartsWith("Expected 3 classes, a label below, got -1.", Message(new byte[16], [-1, 0]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(3).WithFlippedLabels(1.1, 0));
        Assert.Equal(
            "Data set 'set' has one class only: no label can be flipped to another class.",
            Assert.Throws<InvalidOperationException>(() => Create(new byte[8], [0], ["only"]).WithFlippedLabels(1, 0)).Message
        );
        static string Message(byte[] pixels, int[] labels) =>
            Assert.Throws<ArgumentException>(() => Create(pixels, labels, ["a", "b", "c"])).Message;
    }

    private static ImageDataset Create(int count) =>
        Create(
            [.. Enumerable.Range(0, 8 * count).Select(value => (byte)(value * 37))],
            [.. Enumerable.Range(0, count).Select(row => row % 3)],
            ["a", "b", "c"]
        );

    private static ImageDataset Create(byte[] pixels, int[] labels, string[] classNames) =>
        new(
            "set",
            "train",
            new ImageShape(2, 2, 2),
            classNames,
            new PixelNormalization([0.25f, 0.5f], [0.5f, 0.2f]),
            new DatasetProvenance("test", "none", []),
            pixels,
            labels
        );
}
