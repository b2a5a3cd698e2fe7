using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Binding;

public sealed class StartupTests
{
    [Fact]
    public void Settings_AreMadeBeforeLibtorchIsLoaded()
    {
        InitializeDeviceType(DeviceType.CPU);
        Assert.Equal("passive", Startup.GetNative("OMP_WAIT_POLICY"), ignoreCase: true);
        if (Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported)
            Assert.NotNull(Startup.GetNative("OPENBLAS_CORETYPE"));
    }

    [Fact]
    public void ExplicitVariable_Wins()
    {
        Environment.SetEnvironmentVariable("DATAWORTH_TEST_VARIABLE", null);
        Assert.True(Startup.SetDefault("DATAWORTH_TEST_VARIABLE", "first"));
        Assert.False(Startup.SetDefault("DATAWORTH_TEST_VARIABLE", "second"));
        Assert.Equal("first", Startup.GetNative("DATAWORTH_TEST_VARIABLE"));
        Assert.Equal("first", Environment.GetEnvironmentVariable("DATAWORTH_TEST_VARIABLE"));
    }

    [Fact]
    public void Configuration_NamesTheVersion()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+", __version__);
        Assert.Contains("OpenMP", Startup.GetNative("PATH") is null ? "" : Configuration());
    }

    [Fact]
    public void ReferenceBlas_IsRecognised()
    {
        string[] reference = ["7f00-7f01 r-xp 00 00:00 1   /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", "7f02-7f03 rw-p 00 00:00 0   [heap]"];
        string[] optimised = [.. reference, "7f04-7f05 r-xp 00 00:00 2   /usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3"];
        Assert.Equal(("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", true), Startup.FindBlas(reference));
        Assert.Equal(("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3", false), Startup.FindBlas(optimised));
        Assert.Null(Startup.FindBlas(["7f02-7f03 rw-p 00 00:00 0   [heap]"]));
    }

    [Fact]
    public void Devices_AreFound()
    {
        Assert.True(TryInitializeDeviceType(DeviceType.CPU));
        Assert.Equal(cuda.device_count() > 0, cuda.is_available());
        Assert.Equal(cuda.is_available(), TryInitializeDeviceType(DeviceType.CUDA));
    }

    [Fact]
    public void Memory_InUse_GrowsWithATensor()
    {
        var before = MemoryInUse();
        using var tensor = ones(4_000_000);
        Assert.InRange(MemoryInUse() - before, 12_000_000, 1_000_000_000);
        Assert.InRange(MemoryInUse(), 16_000_000, Process.GetCurrentProcess().VirtualMemorySize64);
    }

    private static unsafe long MemoryInUse()
    {
        long bytes;
        NativeMethods.Check(NativeMethods.dw_memory_in_use(&bytes));
        return bytes;
    }
}
