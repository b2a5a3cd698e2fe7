namespace DataWorth.Artifacts;

/// <summary>Sizes and names of element types.</summary>
public static class SafetensorsDTypes
{
    /// <summary>Bytes of one element.</summary>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enumeration.</exception>
    public static int Size(this SafetensorsDType dtype) =>
        dtype switch
        {
            SafetensorsDType.F64 or SafetensorsDType.I64 => 8,
            SafetensorsDType.F32 or SafetensorsDType.I32 => 4,
            SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.I16 => 2,
            SafetensorsDType.I8 or SafetensorsDType.U8 or SafetensorsDType.Bool => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not an element type of safetensors."),
        };

    /// <summary>The word in a file's header: <c>F32</c>, <c>BOOL</c> …</summary>
    /// <param name="dtype">The element type.</param>
    public static string Name(this SafetensorsDType dtype) => dtype == SafetensorsDType.Bool ? "BOOL" : dtype.ToString();

    /// <summary>Reads a word of a file's header.</summary>
    /// <param name="name">The word, in upper case.</param>
    /// <param name="dtype">The element type.</param>
    /// <returns>False when the word is none of the ten.</returns>
    public static bool TryParse(string name, out SafetensorsDType dtype)
    {
        foreach (var candidate in Enum.GetValues<SafetensorsDType>())
        {
            if (candidate.Name() == name)
            {
                dtype = candidate;
                return true;
            }
        }

        dtype = default;
        return false;
    }
}
