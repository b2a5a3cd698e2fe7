namespace DataWorth.Language.Networks;

/// <summary>Stretching of rotary positions.</summary>
/// <param name="Kind">Which frequencies are stretched.</param>
/// <param name="Factor">By how much, greater than 0.</param>
/// <param name="LowFrequencyFactor">Llama 3: wavelengths above <paramref name="OriginalPositions"/> divided by it are stretched
/// wholly.</param>
/// <param name="HighFrequencyFactor">Llama 3: wavelengths below <paramref name="OriginalPositions"/> divided by it stay.</param>
/// <param name="OriginalPositions">Llama 3: positions that the model was first trained on.</param>
public sealed record RotaryScaling(
    RotaryScalingKind Kind,
    double Factor,
    double LowFrequencyFactor = 1,
    double HighFrequencyFactor = 4,
    long OriginalPositions = 8192
);
