namespace DataWorth.Artifacts;

/// <summary>Brings the pages of mapped memory in before somebody needs them.</summary>
internal static unsafe class MemoryPages
{
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
}
