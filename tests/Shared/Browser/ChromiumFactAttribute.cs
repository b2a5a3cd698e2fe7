namespace DataWorth.Tests.Shared.Browser;

/// <summary>A test that opens a page in headless Chromium; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "Chromium is not installed (apt-get install chromium; './test' does it).";
        }
    }
}
