using System.Globalization;

namespace DataWorth.Cli.Progress;

/// <summary>Rates and times as people read them.</summary>
internal static class ProgressText
{
    /// <summary>"12,345 examples/s", or "" before there is a rate.</summary>
    public static string Rate(double? perSecond, string unit) => perSecond is not { } rate || rate <= 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(rate >= 10 ? Math.Round(rate) : Math.Round(rate, 1)):N0} {unit}/s");

    /// <summary>"3 s", "2 min 5 s", "1 h 12 min".</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };
}
