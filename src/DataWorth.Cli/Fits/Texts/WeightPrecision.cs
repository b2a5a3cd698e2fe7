namespace DataWorth.Cli.Fits.Texts;

/// <summary>Element type of the weights of a language model in memory.</summary>
internal enum WeightPrecision
{
    /// <summary>4 bytes, 24 bits of precision.</summary>
    Float32,

    /// <summary>2 bytes, 8 bits of precision, the range of float32.</summary>
    Bfloat16,

    /// <summary>2 bytes, 11 bits of precision, up to 65,504.</summary>
    Float16,
}
