using System.Reflection;

namespace DataWorth.Tests.Runtime;

/// <summary>What libtorch is reading is not freed meanwhile: the build's copy of TorchSharp's assembly is what runs
/// (infra/build/KeptArguments.targets).</summary>
public sealed class KeptArgumentsTests
{
    [Fact]
    public void MethodsThatCallLibtorch_AreNotOptimized()
    {
        const BindingFlags All =
            BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var methods = typeof(torch)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            .ToList();
        var native = methods
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            .Select(method => BitConverter.GetBytes(method.MetadataToken))
            .ToList();
        var calling = methods.Where(Calls).ToList();
        Assert.InRange(calling.Count, 1_000, methods.Count / 2);
        Assert.All(calling, method =>
            Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoOptimization), method.Name)
        );

        bool Calls(MethodBase method) =>
            method.GetMethodBody()?.GetILAsByteArray() is { } code && native.Exists(token => code.AsSpan().IndexOf(token) >= 0);
    }

    [Fact]
    public void NumbersOfACall_LiveUntilItReturns_WhileTheGarbageCollectorWorks()
    {
        using CancellationTokenSource done = new();
        object? garbage = null;
        Thread collects = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                garbage = new byte[64];
            }
        });
        collects.Start();
        try
        {
            Multiply();
        }
        finally
        {
            done.Cancel();
            collects.Join();
            GC.KeepAlive(garbage);
        }
    }

    private static void Multiply() =>
        // With the package's assembly a call fails within the first seconds, or the process ends.
        Parallel.For(0, 2, _ =>
        {
            using var ones = torch.ones(4);
            for (var i = 0; i < 100_000; i++)
            {
                using var quarter = ones * 0.25;
                using var half = quarter + quarter;
                using var sum = half.sum();
                Assert.Equal(2, sum.ToSingle());
            }
        });
}
