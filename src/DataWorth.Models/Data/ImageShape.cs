namespace DataWorth.Models.Data;

/// <summary>The shape of one image.</summary>
/// <param name="Channels">The number of channels C: 1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">The height H in pixels.</param>
/// <param name="Width">The width W in pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>The number of values, C·H·W.</summary>
    public int Size => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
