using DataWorth.Models.Data;

namespace DataWorth.Models.Tests.Data;

public sealed class GlyphsTests
{
    [Fact]
    public void Images_AreTheSameOnEveryMachine()
    {
        // Recorded once: the generator promises these bytes everywhere, for ever.
        Assert.Equal("409bfbc60ad1c523bdb28cd2cd7916d0b07e51bf07bcb956b82a7e658698bb75", Glyphs.CreateTraining(100, seed: 7).Fingerprint);
    }

    [Fact]
    public void Image_DependsOnSeedAndRowOnly()
    {
        Assert.Equal(Glyphs.CreateTraining(50).Fingerprint, Glyphs.CreateTraining(80).Take(50).Fingerprint);
        Assert.NotEqual(Glyphs.CreateTraining(50).Fingerprint, Glyphs.CreateTraining(50, seed: 1).Fingerprint);
        Assert.NotEqual(Glyphs.CreateTraining(50).Fingerprint, Glyphs.CreateTest(50).Fingerprint);
    }

    [Fact]
    public void Images_HaveTheShapeOfTheRealDataSet_AndSayThatTheyAreGenerated()
    {
        var data = Glyphs.CreateTraining(6000);
        Assert.Equal(("1x28x28", 10, true), (data.Shape.ToString(), data.ClassNames.Count, data.Provenance.IsGenerated));
        Assert.All(data.Labels.ToArray().CountBy(label => label), count => Assert.InRange(count.Value, 500, 700));
        var features = data.ToFeatureBlock();
        var mean = features.Average(value => (double)value);
        // The normalisation is rounded to three digits; another seed would differ by less than a hundredth.
        Assert.Equal(0, mean, 0.01);
        Assert.Equal(1, Math.Sqrt(features.Average(value => (double)value * value) - (mean * mean)), 0.01);
    }

    [Fact]
    public void Classes_CanBeLearned_ButNotTrivially()
    {
        ImageDataset training = Glyphs.CreateTraining(2000),
            test = Glyphs.CreateTest(300);
        float[] known = training.ToFeatureBlock(),
            asked = test.ToFeatureBlock();
        var right = Enumerable
            .Range(0, test.Count)
            .AsParallel()
            .Count(row => training.Labels[Nearest(known, asked.AsSpan(row * 784, 784))] == test.Labels[row]);
        // Nearest neighbour: far above chance (0.1), below certainty.
        Assert.InRange(right / (double)test.Count, 0.6, 0.995);
    }

    private static int Nearest(float[] known, ReadOnlySpan<float> query)
    {
        (var best, var smallest) = (-1, float.PositiveInfinity);
        for (var row = 0; row * 784 < known.Length; row++)
        {
            var distance = Distance(known.AsSpan(row * 784, 784), query);
            (best, smallest) = distance < smallest ? (row, distance) : (best, smallest);
        }

        return best;
    }

    private static float Distance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        for (var index = 0; index < left.Length; index++)
        {
            sum += (left[index] - right[index]) * (left[index] - right[index]);
        }

        return sum;
    }
}
