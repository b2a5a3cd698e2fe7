using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Charts;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Everything that the page of a fit shows; <see cref="AttributionPage"/> draws it. Scores are given as the library gives them;
/// the page divides them by the scale of <see cref="Method"/>.</summary>
public sealed record AttributionReport
{
    /// <summary>The question that the page answers, its heading. Default: "Which training examples made these predictions?".</summary>
    public string Title { get; init; } = "Which training examples made these predictions?";

    /// <summary>What made the page, in a word or two beside the brand: "quickstart", "fit cats".</summary>
    public required string Origin { get; init; }

    /// <summary>What was asked, in a sentence or two: which model, which training data, which queries.</summary>
    public required string Summary { get; init; }

    /// <summary>Something the reader must know before believing the page (for example that the data are generated); or null.</summary>
    public string? Notice { get; init; }

    /// <summary>The command that makes this page again.</summary>
    public required string Command { get; init; }

    /// <summary>The method and what its scores mean.</summary>
    public required ReportMethod Method { get; init; }

    /// <summary>Number of training examples N, at least 1.</summary>
    public required long TrainingCount { get; init; }

    /// <summary>The names of the classes in their order; empty where there are none. Default empty.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Large numbers under the title.</summary>
    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    /// <summary>The queries in any order; the page puts wrong predictions first, then the least certain. May be empty: no such
    /// section.</summary>
    public required IReadOnlyList<ReportQuery> Queries { get; init; }

    /// <summary>Training examples whose labels may be wrong, or that are unusual, most suspect first. Default empty: no such section.</summary>
    public IReadOnlyList<ReportSuspect> Suspects { get; init; } = [];

    /// <summary>The search for labels that were flipped on purpose, by self-influence. Default null: none were.</summary>
    public MislabelCurve? Mislabels { get; init; }

    /// <summary>The model with and without the suspects. Default null: it was not trained again.</summary>
    public ReportMending? Mending { get; init; }

    /// <summary>The scores of all pairs, each divided by the root mean square of its query so that queries compare, counted. Default
    /// null: no such chart.</summary>
    public HistogramBins? Scores { get; init; }

    /// <summary>How long each part took, in seconds. May be empty: no such chart.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Timings { get; init; }

    /// <summary>Options, versions and fingerprints.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>Sentences worth saying at the end: what was not tracked, what had to be repaired. Default empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
