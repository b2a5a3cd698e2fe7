namespace DataWorth.Models.Data;

/// <summary>The other form of a file that is read plain or as gzip: its name with or without '.gz'.</summary>
internal static class PackedTwin
{
    private const string Extension = ".gz";
    private const int BufferSize = 1 << 16;

    /// <summary>The name of a file in its plain form.</summary>
    internal static string Plain(string path) => path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : path;

    /// <summary>Refuses a file whose other form lies beside it and holds other data: nothing says which is meant.</summary>
    /// <param name="path">The file, in either form.</param>
    /// <exception cref="InvalidDataException">The two hold different data, or one is damaged.</exception>
    internal static void Check(string path)
    {
        var plain = Plain(path);
        var packed = plain + Extension;
        if (File.Exists(plain) && File.Exists(packed) && !HoldTheSame(plain, packed))
        {
            Throw.TwoForms(plain, packed);
        }
    }

    private static bool HoldTheSame(string path, string other)
    {
        using var first = RecordStream.Open(path);
        using var second = RecordStream.Open(other);
        byte[] ours = new byte[BufferSize],
            others = new byte[BufferSize];
        while (true)
        {
            var (read, otherRead) = (first.ReadUpTo(ours), second.ReadUpTo(others));
            if (!ours.AsSpan(0, read).SequenceEqual(others.AsSpan(0, otherRead)))
            {
                return false;
            }

            if (read < BufferSize)
            {
                return true;
            }
        }
    }
}
