using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>A colour per method, the same in all charts of a page: variants of a method share it. Red is none of them, because it says that
/// something is wrong, and neither is grey, which controls have.</summary>
internal sealed class MethodColours(EvaluationResult result)
{
    private static readonly ChartColour[] s_palette =
    [
        ChartColour.Accent,
        ChartColour.Violet,
        ChartColour.Teal,
        ChartColour.Green,
        ChartColour.Contrast,
        ChartColour.Gold,
        ChartColour.Ink,
    ];

    private static readonly ChartMark[] s_marks = [ChartMark.Dot, ChartMark.Square, ChartMark.Diamond];

    private readonly List<string> _methods = [.. result.Methods.Select(method => method.Method).Distinct()];

    /// <summary>Colour of a method.</summary>
    public ChartColour Of(MethodResult method) => s_palette[_methods.IndexOf(method.Method) % s_palette.Length];

    /// <summary>Mark of a method: another one where the colours are used up.</summary>
    public ChartMark MarkOf(MethodResult method) => s_marks[_methods.IndexOf(method.Method) / s_palette.Length % s_marks.Length];

    /// <summary>Colours of variants by their labels; those that share a method get different ones, for charts with a line per
    /// variant.</summary>
    public static IReadOnlyDictionary<string, ChartColour> OfLabels(IEnumerable<string> labels) =>
        labels
            .Distinct()
            .Select((label, i) => (label, s_palette[i % s_palette.Length]))
            .ToDictionary(pair => pair.label, pair => pair.Item2);
}
