using System.Globalization;

namespace DataWorth.Cli.Progress;

/// <summary>Rates and times as people read them.</summary>
internal static class ProgressText
{
    /// <summary>"12,345 examples/s", "2.5 examples/s", "40.9 retrainings/min", or "" before there is a rate or where nothing is
    /// counted.</summary>
    public static string Rate(double? perSecond, string unit) =>
        perSecond switch
        {
            not > 0 => "",
            >= 1e6 when unit == "bytes" => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:N0} MB/s"),
            _ when unit.Length == 0 => "",
            >= 10 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} {unit}/s"),
            >= 1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0} {unit}/s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{60 * perSecond:0.0} {unit}/min"),
        };

    /// <summary>"350 ms", "3 s", "2 min 5 s", "1 h 12 min".</summary>
    public static string Duration(double seconds) =>
        Duration(seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue);

    /// <summary>A duration for people.</summary>
    public static string Duration(TimeSpan time) =>
        time switch
        {
            { TotalMilliseconds: > 0 and <= 999 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Ceiling(time.TotalMilliseconds):0} ms"
            ),
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
            { TotalDays: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:N0} days"),
        };
}
