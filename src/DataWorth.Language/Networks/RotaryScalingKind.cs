namespace DataWorth.Language.Networks;

/// <summary>How the angles of rotary positions are stretched for longer texts than a model was first trained on.</summary>
public enum RotaryScalingKind
{
    /// <summary>Every frequency is divided by the factor.</summary>
    Linear,

    /// <summary>Low frequencies are divided by the factor, high ones stay, those between go from one to the other: Llama 3.1.</summary>
    Llama3,
}
