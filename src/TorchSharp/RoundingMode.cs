namespace TorchSharp;

/// <summary>How the quotient of a division is rounded.</summary>
public enum RoundingMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Towards zero.</summary>
    trunc,

    /// <summary>Towards minus infinity.</summary>
    floor,
}
