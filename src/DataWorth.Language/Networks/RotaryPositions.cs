using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Angles of rotary positions: position t turns the pair i of R / 2 pairs of features by t θ^(-2i / R) (Su et al. 2021,
/// arXiv:2104.09864), stretched where the model says so.</summary>
public sealed class RotaryPositions
{
    private readonly double[] _frequencies;

    /// <summary>Computes the frequencies.</summary>
    /// <param name="features">Features R of a head that are turned, even.</param>
    /// <param name="theta">Base θ.</param>
    /// <param name="scaling">Stretching; null for none.</param>
    public RotaryPositions(long features, double theta, RotaryScaling? scaling) =>
        _frequencies = [
            .. Enumerable.Range(0, (int)(features / 2)).Select(pair => Stretch(Math.Pow(theta, -2.0 * pair / features), scaling)),
        ];

    /// <summary>Cosines and sines of positions, [T, R / 2] each, computed in float64 whatever the model's type.</summary>
    /// <param name="start">The first position.</param>
    /// <param name="length">Number of positions T.</param>
    /// <param name="like">Says type and device.</param>
    internal (Tensor Cosines, Tensor Sines) Of(long start, long length, Tensor like)
    {
        var positions = arange(start, start + length, 1, ScalarType.Float64); // [T]
        var angles = positions.unsqueeze(1) * tensor(_frequencies); // [T, R / 2]
        return (angles.cos().to(like.dtype, like.device), angles.sin().to(like.dtype, like.device));
    }

    private static double Stretch(double frequency, RotaryScaling? scaling)
    {
        if (scaling is null)
        {
            return frequency;
        }

        var stretched = frequency / scaling.Factor;
        if (scaling.Kind == RotaryScalingKind.Linear)
        {
            return stretched;
        }

        // Periods of the pair within the original positions.
        var periods = scaling.OriginalPositions * frequency / (2 * Math.PI);
        var share = (periods - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        share = Math.Clamp(share, 0, 1);
        return ((1 - share) * stretched) + (share * frequency);
    }
}
