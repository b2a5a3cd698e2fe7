using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>Hints about pages of memory: fetched before somebody needs them, or large ones asked for.</summary>
internal static unsafe partial class MemoryPages
{
    private const int WillNeedAdvice = 3;
    private const int PreferLargeAdvice = 14;

    /// <summary>Bytes of a large page of the usual processors.</summary>
    public const int LargePage = 2 << 20;

    private const int Page = 4096;
    private const int Part = 8 << 20;

    public static void Touch(nint address, long length, CancellationToken cancellationToken)
    {
        for (long offset = 0; offset < length; offset += Page)
        {
            _ = Volatile.Read(ref *((byte*)address + offset));
            if (offset % Part == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Asks for large pages, of which 512 times fewer have to be brought in at the first touch; a hint, without effect where it is
    /// not known.</summary>
    public static void PreferLarge(nint address, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(address, (nuint)length, PreferLargeAdvice);
        }
    }

    /// <summary>Asks for mapped pages to be read from the device side by side instead of one after the other as they are touched; a
    /// hint.</summary>
    public static void Announce(nint address, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(address, (nuint)length, WillNeedAdvice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
