using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Charts;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>Everything that the page of a quickstart run shows; <see cref="QuickstartPage"/> draws it.</summary>
public sealed record QuickstartReport
{
    /// <summary>One paragraph: what was trained on what, and how it was attributed.</summary>
    public required string Summary { get; init; }

    /// <summary>Something the reader must know before believing the page (for example that the data are generated); or null.</summary>
    public string? Notice { get; init; }

    /// <summary>Large numbers under the title.</summary>
    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    /// <summary>The queries.</summary>
    public required IReadOnlyList<ReportQuery> Queries { get; init; }

    /// <summary>The scores of all pairs, each divided by the root mean square of its query so that queries compare, counted.</summary>
    public required HistogramBins Scores { get; init; }

    /// <summary>The search for flipped labels by self-influence; null when no label was flipped.</summary>
    public required MislabelCurve? Mislabels { get; init; }

    /// <summary>The training images with the largest self-influence, largest first.</summary>
    public required IReadOnlyList<ReportExample> Suspects { get; init; }

    /// <summary>How long each part took, in seconds.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Timings { get; init; }

    /// <summary>Options, versions and fingerprints.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>The command that makes this page again.</summary>
    public required string Command { get; init; }
}
