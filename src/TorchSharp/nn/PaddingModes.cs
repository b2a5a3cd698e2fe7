namespace TorchSharp;

/// <summary>What padding is filled with.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The values mirrored at the border, the border itself not repeated.</summary>
    Reflect = 1,

    /// <summary>The border value.</summary>
    Replicate = 2,

    /// <summary>The values of the opposite side.</summary>
    Circular = 3,

    /// <summary>One given value.</summary>
    Constant = 4,
}
