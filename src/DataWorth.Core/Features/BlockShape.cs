namespace DataWorth.Features;

/// <summary>The shape of one block of a feature vector: a (projected) weight gradient [Outputs, Inputs] of one tracked module.</summary>
/// <param name="Name">The module's name; groups of a convolution are 'conv[0]', 'conv[1]', ...</param>
/// <param name="Outputs">Rows of the gradient: output size O, or k_o after projection.</param>
/// <param name="Inputs">Columns of the gradient: input size I (one more with a bias), or k_i after projection.</param>
public readonly record struct BlockShape(string Name, long Outputs, long Inputs)
{
    /// <summary>Numbers in the block, Outputs x Inputs.</summary>
    public long Size => Outputs * Inputs;
}
