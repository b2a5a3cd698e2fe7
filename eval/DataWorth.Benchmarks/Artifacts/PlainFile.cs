namespace DataWorth.Benchmarks.Artifacts;

/// <summary>What artifacts are compared with: reading, writing and copying a file as anybody would.</summary>
internal static class PlainFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes bytes again and again until the file has its length.</summary>
    public static void Write(string path, long length, ReadOnlySpan<byte> bytes)
    {
        File.Delete(path);
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        for (long offset = 0; offset < length; offset += bytes.Length)
        {
            RandomAccess.Write(file, bytes[..(int)Math.Min(bytes.Length, length - offset)], offset);
        }

        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Reads the whole file.</summary>
    public static void Read(string path)
    {
        var buffer = new byte[BufferBytes];
        using var file = File.OpenHandle(path);
        int count;
        for (long offset = 0; (count = RandomAccess.Read(file, buffer, offset)) > 0; )
        {
            offset += count;
        }
    }

    /// <summary>Copies a file to a new one through a buffer, as <c>cp</c> does between file systems.</summary>
    public static void Copy(string source, string destination, bool flushes)
    {
        var buffer = new byte[BufferBytes];
        using var input = File.OpenHandle(source);
        using var output = File.OpenHandle(destination, FileMode.CreateNew, FileAccess.Write);
        int count;
        for (long offset = 0; (count = RandomAccess.Read(input, buffer, offset)) > 0; )
        {
            RandomAccess.Write(output, buffer.AsSpan(0, count), offset);
            offset += count;
        }

        if (flushes)
        {
            RandomAccess.FlushToDisk(output);
        }
    }
}
