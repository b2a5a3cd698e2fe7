namespace DataWorth.LinearAlgebra;

/// <summary>The type in which numbers of a type are solved and summed: float32 for the 16-bit ones, the type itself otherwise.</summary>
internal static class WideType
{
    /// <summary>The wider type.</summary>
    public static ScalarType Of(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : type;
}
