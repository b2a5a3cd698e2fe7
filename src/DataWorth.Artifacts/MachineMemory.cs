using System.Globalization;

namespace DataWorth.Artifacts;

/// <summary>The memory of this machine.</summary>
public static class MachineMemory
{
    private const string MemoryFile = "/proc/meminfo";
    private const string AvailableMemory = "MemAvailable:";

    /// <summary>Bytes that are free now; a limit of the container counts.</summary>
    public static long AvailableBytes
    {
        get
        {
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            if (!File.Exists(MemoryFile))
            {
                return limit;
            }

            // "MemAvailable:   23456789 kB"
            var line = File.ReadLines(MemoryFile).FirstOrDefault(line => line.StartsWith(AvailableMemory, StringComparison.Ordinal));
            var words = line?[AvailableMemory.Length..].Trim().Split(' ');
            return long.TryParse(words?[0], CultureInfo.InvariantCulture, out var kilobytes) ? Math.Min(limit, kilobytes << 10) : limit;
        }
    }
}
