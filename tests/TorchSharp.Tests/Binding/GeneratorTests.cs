using static TorchSharp.torch;

namespace TorchSharp.Tests.Binding;

public sealed class GeneratorTests
{
    [Fact]
    public void EqualSeeds_GiveEqualNumbers()
    {
        using var first = new Generator(7);
        using var second = new Generator(7);
        Assert.True(randn([100], generator: first).Equals(randn([100], generator: second)));
        Assert.True(randperm(50, generator: first).Equals(randperm(50, generator: second)));
        Assert.True(randint(10, [50], generator: first).Equals(randint(10, [50], generator: second)));
        Assert.Equal(7, first.initial_seed());
    }

    [Fact]
    public void DifferentSeeds_GiveDifferentNumbers()
    {
        using var first = new Generator(7);
        using var second = new Generator(8);
        Assert.False(rand([100], generator: first).Equals(rand([100], generator: second)));
    }

    [Fact]
    public void AGenerator_DoesNotTouchTheDefaultOne()
    {
        using var generator = new Generator(1);
        using var state = random.get_rng_state();
        _ = rand([10], generator: generator);
        Assert.True(state.Equals(random.get_rng_state()));
    }

    [Fact]
    public void State_CanBeKeptAndRestored()
    {
        using var generator = new Generator(3);
        _ = randn([5], generator: generator);
        using var state = generator.get_state();
        using var first = randn([20], generator: generator);
        generator.set_state(state);
        Assert.True(first.Equals(randn([20], generator: generator)));
    }

    [Fact]
    public void ManualSeed_OfAGenerator_StartsAgain()
    {
        using var generator = new Generator(3);
        using var first = rand([20], generator: generator);
        Assert.Same(generator, generator.manual_seed(3));
        Assert.True(first.Equals(rand([20], generator: generator)));
    }

    [Fact]
    public void EverySamplingFunction_FollowsItsGenerator()
    {
        Func<Generator, Tensor>[] functions =
        [
            g => zeros(50).normal_(1, 2, g), g => zeros(50).uniform_(-1, 1, g), g => zeros(50).bernoulli_(0.3, g),
            g => zeros(50).exponential_(2, g), g => zeros(50).random_(0, 9, g), g => full([50], 0.4).bernoulli(g),
            g => ones(20).multinomial(10, generator: g), g => full([50], 3.0).poisson(g), g => normal(zeros(50), ones(50), g),
        ];
        foreach (var function in functions)
        {
            using var first = new Generator(11);
            using var second = new Generator(11);
            Assert.True(function(first).Equals(function(second)));
        }
    }

    [Fact]
    public void Samples_HaveTheMomentsOfTheirDistribution()
    {
        using var generator = new Generator(5);
        using var scope = NewDisposeScope();
        // 100 000 draws: five standard errors of the mean are 5 / sqrt(1e5) = 0.016 deviations.
        Near(0, 1, randn([100_000], ScalarType.Float64, generator: generator));
        Near(0.5, Math.Sqrt(1.0 / 12), rand([100_000], ScalarType.Float64, generator: generator));
        Near(2, 3, zeros([100_000], ScalarType.Float64).normal_(2, 3, generator));
        Near(0.3, Math.Sqrt(0.21), zeros([100_000], ScalarType.Float64).bernoulli_(0.3, generator));
        Near(4.5, Math.Sqrt(8.25), randint(0, 10, [100_000], generator: generator).to(ScalarType.Float64));
    }

    [Fact]
    public void Randperm_IsAPermutation()
    {
        using var generator = new Generator(2);
        var values = randperm(100, generator: generator).data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), values.Order());
    }

    [Fact]
    public void DisposedGenerator_IsRefused()
    {
        var generator = new Generator(1);
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rand([2], generator: generator));
        Assert.Throws<ObjectDisposedException>(() => generator.initial_seed());
    }

    private static void Near(double mean, double deviation, Tensor sample)
    {
        Assert.Equal(mean, sample.mean().ToDouble(), 0.016 * deviation);
        Assert.Equal(deviation, sample.std().ToDouble(), 0.016 * deviation);
    }
}
