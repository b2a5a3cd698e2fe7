using DataWorth.Golden;

namespace DataWorth.Tests.Golden;

/// <summary>A theory over reference arrays: skipped, with the reason printed, where they are absent; on a build machine that has a
/// directory for them it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute()
    {
        if (GoldenDirectory.Find() is null && !GoldenDirectory.IsExpected)
        {
            Skip = GoldenDirectory.Missing;
        }
    }
}
