using DataWorth.Curvature;

namespace DataWorth.Configuration;

/// <summary>A damping as a number relative to the mean eigenvalue, or "absolute:NUMBER".</summary>
internal sealed class DampingConverter()
    : ScaleConverter<Damping>(Damping.Relative, Damping.Absolute, damping => (damping.IsRelative, damping.Value))
{
    public static string Text(Damping damping) => TextOf(damping.IsRelative, damping.Value);
}
