using System.Runtime;

namespace TorchSharp.Tests.Lifetime;

/// <summary>
/// A stretch of a test without garbage collection. Tensors that earlier tests forgot are finalised before it begins and none during it,
/// so that the process's count of native references changes by this test's doing alone.
/// </summary>
internal sealed class QuietHeap : IDisposable
{
    private const long Budget = 32 << 20;

    public QuietHeap()
    {
        // Starting collects once; the finalizers which that collection found must have ended before anything is counted.
        Assert.True(GC.TryStartNoGCRegion(Budget), "the garbage collector did not grant a quiet region");
        GC.WaitForPendingFinalizers();
    }

    public void Dispose()
    {
        Assert.True(GCSettings.LatencyMode == GCLatencyMode.NoGCRegion, $"the test allocated more than {Budget >> 20} MiB: a collection ran and the counts mean nothing");
        GC.EndNoGCRegion();
    }
}
