namespace DataWorth.Artifacts;

/// <summary>Checked arithmetic on shapes.</summary>
internal static class SafetensorsShape
{
    public static bool TryByteCount(SafetensorsDType dtype, IReadOnlyList<long> shape, out long bytes)
    {
        bytes = dtype.Size();
        var empty = false;
        foreach (var size in shape)
        {
            if (size < 0)
            {
                return false;
            }

            empty |= size == 0;
        }

        if (empty)
        {
            bytes = 0;
            return true;
        }

        foreach (var size in shape)
        {
            if (bytes > long.MaxValue / size)
            {
                return false;
            }

            bytes *= size;
        }

        return true;
    }

    public static string Text(IReadOnlyList<long> shape) => "[" + string.Join(", ", shape) + "]";
}
