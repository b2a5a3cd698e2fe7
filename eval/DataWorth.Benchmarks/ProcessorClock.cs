using System.Runtime.InteropServices;

namespace DataWorth.Benchmarks;

/// <summary>Processor time of all threads of this process.</summary>
internal static partial class ProcessorClock
{
    private const int ClockProcessCpuTime = 2;

    /// <summary>Seconds that the threads have run, added up.</summary>
    public static double Seconds
    {
        get
        {
            _ = clock_gettime(ClockProcessCpuTime, out var time);
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
