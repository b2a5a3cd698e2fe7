using DataWorth.Randomness;

namespace DataWorth.Core.Tests.Randomness;

public sealed class SeededRandomTests
{
    // The three known answers that the authors of Philox publish with their library Random123 (philox 4x32, 10 rounds).
    [Theory]
    [InlineData(0x0000000000000000UL, 0x0000000000000000UL, 0x0000000000000000UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(0xffffffffffffffffUL, 0xffffffffffffffffUL, 0xffffffffffffffffUL, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Philox_GivesThePublishedKnownAnswers(ulong key, ulong high, ulong low, ulong first, ulong second) =>
        Assert.Equal((first, second), Philox.Generate(key, high, low));

    [Fact]
    public void SameSeedAndStream_GiveTheSameNumbers_AndOthersDoNot()
    {
        var numbers = Draw(new SeededRandom(7, 3));
        Assert.Equal(numbers, Draw(new SeededRandom(7, 3)));
        Assert.Equal(numbers, Draw(new SeededRandom(7, 1).WithStream(3)));
        Assert.Empty(numbers.Intersect(Draw(new SeededRandom(7, 4))));
        Assert.Empty(numbers.Intersect(Draw(new SeededRandom(8, 3))));
        static ulong[] Draw(SeededRandom random) => [.. Enumerable.Range(0, 100).Select(_ => random.NextUInt64())];
    }

    [Fact]
    public void Numbers_AreTheCounterFunctionInOrder()
    {
        SeededRandom random = new(-5, 9);
        for (ulong position = 0; position < 10; position++)
        {
            Assert.Equal(Philox.Generate(unchecked((ulong)-5L), 9, position), (random.NextUInt64(), random.NextUInt64()));
        }
    }

    [Fact]
    public void WholeNumbers_AreUniform()
    {
        // Chi-squared with 9 degrees of freedom: 27.88 is exceeded with probability 0.001; the draw is fixed by its seed.
        const int Draws = 100_000;
        SeededRandom random = new(1);
        var counts = new int[10];
        for (var draw = 0; draw < Draws; draw++)
        {
            counts[random.NextInt32(10)]++;
        }

        Assert.True(counts.Sum(count => Math.Pow(count - (Draws / 10.0), 2) / (Draws / 10.0)) < 27.88);
    }

    [Fact]
    public void UniformNumbers_HaveTheMomentsOfTheUniformLaw()
    {
        SeededRandom random = new(2);
        double[] doubles = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        float[] singles = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextSingle())];
        Assert.All(doubles, value => Assert.InRange(value, 0, 1 - (1.0 / (1UL << 53))));
        Assert.All(singles, value => Assert.InRange(value, 0f, 1f - (1f / (1 << 24))));
        // Four standard errors: of the mean 4·sqrt(1/12/n) = 0.0037, of the second moment 4·sqrt(4/45/n) = 0.0038.
        Assert.Equal(0.5, doubles.Average(), 0.0037);
        Assert.Equal(1 / 3.0, doubles.Average(value => value * value), 0.0038);
        Assert.Equal(0.5, singles.Average(value => (double)value), 0.0037);
    }

    [Fact]
    public void NormalNumbers_HaveTheMomentsOfTheNormalLaw()
    {
        SeededRandom random = new(3);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];
        // Four standard errors: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n) for n = 200,000.
        Assert.Equal(0, values.Average(), 0.009);
        Assert.Equal(1, values.Average(value => value * value), 0.0127);
        Assert.Equal(0, values.Average(value => value * value * value), 0.035);
        Assert.Equal(3, values.Average(value => value * value * value * value), 0.088);
        // Neighbours come from one pair of uniform numbers and must not be correlated.
        Assert.Equal(0, Enumerable.Range(0, 100_000).Average(pair => values[2 * pair] * values[(2 * pair) + 1]), 0.0127);
    }

    [Fact]
    public void Signs_AreBalanced()
    {
        SeededRandom random = new(4);
        int[] signs = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextSign())];
        Assert.All(signs, sign => Assert.Equal(1, Math.Abs(sign)));
        Assert.Equal(0, signs.Average(), 0.0127);
    }

    [Fact]
    public void Permutations_AreEquallyLikely()
    {
        // Chi-squared with 23 degrees of freedom: 49.73 is exceeded with probability 0.001.
        const int Draws = 48_000;
        SeededRandom random = new(5);
        var counts = Enumerable.Range(0, Draws).Select(_ => string.Join(',', random.NextPermutation(4))).CountBy(order => order).ToArray();
        Assert.Equal(24, counts.Length);
        Assert.True(counts.Sum(count => Math.Pow(count.Value - (Draws / 24.0), 2) / (Draws / 24.0)) < 49.73);
    }

    [Fact]
    public void Subsets_AreSortedDistinctAndEquallyLikely()
    {
        // 10 subsets of size 2 of 5: chi-squared with 9 degrees of freedom.
        const int Draws = 20_000;
        SeededRandom random = new(6);
        var counts = Enumerable.Range(0, Draws).Select(_ => random.NextSubset(5, 2)).CountBy(subset => (subset[0], subset[1])).ToArray();
        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.True(count.Key.Item1 < count.Key.Item2));
        Assert.True(counts.Sum(count => Math.Pow(count.Value - (Draws / 10.0), 2) / (Draws / 10.0)) < 27.88);
        Assert.Equal([0, 1, 2, 3], random.NextSubset(4, 4));
        Assert.Empty(random.NextSubset(4, 0));
    }

    [Fact]
    public void DerivedSeeds_AreDistinct()
    {
        long[] seeds =
        [
            .. from seed in Enumerable.Range(0, 100) from part in Enumerable.Range(0, 100) select SeededRandom.Derive(seed, (ulong)part),
        ];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
    }

    [Fact]
    public void ImpossibleRequests_AreRefused()
    {
        SeededRandom random = new(0);
        Assert.Contains(
            "exclusiveMaximum",
            Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "size",
            Assert.Throws<ArgumentOutOfRangeException>(() => random.NextSubset(3, 4)).Message,
            StringComparison.Ordinal
        );
    }
}
