using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>Asks the kernel for pages of 2 MiB under memory that is about to be filled, where it gives them on request: on some virtual
/// machines 64 MiB of new pages of 4 KiB take longer than writing them to the disk.</summary>
internal static partial class LargePages
{
    private const int OnRequest = 14; // MADV_HUGEPAGE

    /// <summary>Asks for them; nothing is lost where there are none.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="bytes">How many follow.</param>
    public static void Ask(nint address, long bytes)
    {
        var page = (long)Environment.SystemPageSize;
        var (first, end) = ((address + page - 1) / page * page, (address + bytes) / page * page);
        if (OperatingSystem.IsLinux() && end > first)
        {
            _ = Advise((nint)first, (nuint)(end - first), OnRequest);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
