namespace TorchSharp;

/// <summary>Named amounts of padding of a convolution.</summary>
public enum Padding
{
    /// <summary>No padding.</summary>
    Valid = 0,

    /// <summary>So much that the output has the size of the input; the stride must be 1.</summary>
    Same = 1,
}
