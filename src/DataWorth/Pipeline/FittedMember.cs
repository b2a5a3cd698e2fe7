using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>One checkpoint's share of a fit: its feature map, stored features and curvature. Single-model methods have one
/// member.</summary>
/// <param name="Activate">Puts the checkpoint's weights into the model; does nothing for single-model fits.</param>
/// <param name="Weight">Share of the member in the sum of scores.</param>
/// <param name="Map">Makes features.</param>
/// <param name="Stored">Stored training features; null when the method stores none.</param>
/// <param name="Curvature">The fitted curvature.</param>
internal sealed record FittedMember(Action Activate, double Weight, IFeatureMap Map, StoredFeatures? Stored, ICurvature Curvature)
    : IDisposable
{
    public void Dispose()
    {
        Map.Dispose();
        Stored?.Dispose();
        Curvature.Dispose();
    }
}
