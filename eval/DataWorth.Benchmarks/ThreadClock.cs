using System.Runtime.InteropServices;

namespace DataWorth.Benchmarks;

/// <summary>Processor time of the calling thread.</summary>
internal static partial class ThreadClock
{
    private const int ClockThreadCpuTime = 3;

    /// <summary>Seconds that this thread has run.</summary>
    public static double Seconds
    {
        get
        {
            _ = clock_gettime(ClockThreadCpuTime, out var time);
            return time.Seconds + (time.Nanoseconds * 1e-9);
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
