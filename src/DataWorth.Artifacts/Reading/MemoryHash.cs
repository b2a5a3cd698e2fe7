using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>Goes over memory that may exceed 2 GiB: to hash it, or only to bring mapped pages in.</summary>
internal static unsafe class MemoryHash
{
    private const int Part = 8 << 20;
    private const int Page = 4096;

    public static string Compute(nint address, long length, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < length; offset += Part)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(new ReadOnlySpan<byte>((byte*)address + offset, (int)Math.Min(Part, length - offset)));
        }

        return ArtifactFiles.Hex(hash);
    }

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
