using System.Runtime.InteropServices;

namespace DataWorth.Benchmarks;

/// <summary>Forgets what the operating system keeps of files in memory, so that the next read comes from the disk.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4;

    /// <summary>Writes the files of a folder back and drops their pages. Pages that are mapped somewhere stay: close readers
    /// first.</summary>
    public static void Drop(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
            _ = posix_fadvise((int)handle.DangerousGetHandle(), 0, 0, DontNeed);
        }
    }

    /// <summary>Bytes that this process has had read from disks so far.</summary>
    public static long BytesRead
    {
        get
        {
            var line = File.ReadLines("/proc/self/io").First(entry => entry.StartsWith("read_bytes:", StringComparison.Ordinal));
            return long.Parse(line["read_bytes:".Length..], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [LibraryImport("libc")]
    private static partial int posix_fadvise(int descriptor, long offset, long length, int advice);
}
