namespace DataWorth.Codecs;

/// <summary>A floating type that numbers can be stored in.</summary>
/// <param name="Type">The type.</param>
/// <param name="Bits">Bits of a number.</param>
/// <param name="Rounding">Largest relative error of a rounded number, half a unit of its last place.</param>
internal sealed record FloatingType(ScalarType Type, int Bits, double Rounding)
{
    public static IReadOnlyList<FloatingType> All { get; } =
    [
        new(ScalarType.Float32, 32, 1.0 / (1 << 24)),
        new(ScalarType.Float64, 64, 1.0 / (1L << 53)),
        new(ScalarType.BFloat16, 16, 1.0 / (1 << 8)),
        new(ScalarType.Float16, 16, 1.0 / (1 << 11)),
    ];

    public string Name => NameOf(Type);

    public static string NameOf(ScalarType type) => type.ToString().ToLowerInvariant();

    /// <summary>Refuses other types.</summary>
    public static ScalarType Require(ScalarType type)
    {
        if (All.All(known => known.Type != type))
        {
            CoreThrow.Range("Storage", type, "float32, float64, bfloat16 or float16");
        }

        return type;
    }
}
