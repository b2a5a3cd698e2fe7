namespace DataWorth.Models.Data;

/// <summary>Turns a pixel byte v of channel c into x = (v/255 - Mean[c]) / StandardDeviation[c].</summary>
/// <param name="Mean">The mean of v/255 over the training images, one per channel.</param>
/// <param name="StandardDeviation">The standard deviation of v/255 over the training images, one per channel, above 0.</param>
public sealed record PixelNormalization(IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation)
{
    /// <summary>The 256 values that channel c can take, in float32 rounded once from float64.</summary>
    /// <param name="channel">The channel.</param>
    public float[] Table(int channel)
    {
        var table = new float[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = (float)(((value / 255.0) - Decimal(Mean[channel])) / Decimal(StandardDeviation[channel]));
        }

        return table;
    }

    // 0.286f means the decimal number 0.286, not its nearest float32.
    private static double Decimal(float value) => (double)(decimal)value;
}
