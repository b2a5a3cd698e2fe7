using System.Globalization;
using System.Runtime.InteropServices;

namespace DataWorth.Benchmarks;

/// <summary>The memory that work takes at its highest: resident pages without files, sampled while it runs.</summary>
internal static partial class MemoryPeak
{
    private const int SampleMilliseconds = 2;
    private static readonly double s_pageMegabytes = Environment.SystemPageSize / 1048576.0;

    /// <summary>Runs an action and returns its peak above what was there before, in MiB. Garbage of before is collected, and freed memory
    /// given back to the system, first.</summary>
    public static double Of(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _ = malloc_trim(0);
        var start = Resident();
        var peak = start;
        using var done = new ManualResetEventSlim();
        var sampler = new Thread(() =>
        {
            while (!done.Wait(SampleMilliseconds))
            {
                peak = Math.Max(peak, Resident());
            }
        });
        sampler.Start();
        try
        {
            action();
        }
        finally
        {
            done.Set();
            sampler.Join();
        }

        return Math.Max(peak, Resident()) - start;
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint keep);

    /// <summary>Anonymous pages of this process, MiB: mapped files, which the system may drop, do not count.</summary>
    private static double Resident()
    {
        var fields = File.ReadAllText("/proc/self/statm").Split(' ');
        return (long.Parse(fields[1], CultureInfo.InvariantCulture) - long.Parse(fields[2], CultureInfo.InvariantCulture))
            * s_pageMegabytes;
    }
}
