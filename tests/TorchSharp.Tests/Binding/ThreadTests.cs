using static TorchSharp.torch;

namespace TorchSharp.Tests.Binding;

public sealed class ThreadTests
{
    [Fact]
    public void TwoThreads_TrainingAtOnce_GetTheSameAsOneAfterTheOther()
    {
        var alone = new[] { Train(1), Train(2) };
        var together = new double[2];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Train((ulong)i + 1))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < 2; i++) Assert.Equal(alone[i], together[i], 1e-9);
    }

    [Fact]
    public void GradMode_BelongsToTheThread()
    {
        using var mode = no_grad();
        var other = false;
        var thread = new Thread(() => other = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.False(is_grad_enabled());
        Assert.True(other);
    }

    [Fact]
    public void NumberOfThreads_CanBeSet()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }

        Assert.Equal("expected a positive number of threads, got 0",
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => set_num_threads(0)).Message);
    }

    private static double Train(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var input = randn([32, 8], ScalarType.Float64, generator: generator);
        var target = randn([32, 1], ScalarType.Float64, generator: generator);
        var weight = randn([8, 1], ScalarType.Float64, generator: generator).requires_grad_();
        double last = 0;
        for (var step = 0; step < 50; step++)
        {
            var loss = (input.matmul(weight) - target).square().mean();
            last = loss.item<double>();
            var gradient = autograd.grad([loss], [weight])[0];
            using (no_grad()) weight.add_(gradient, -0.1);
        }

        return last;
    }
}
