using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>What a quickstart run found.</summary>
internal sealed record QuickstartOutcome
{
    /// <summary>The images.</summary>
    public required QuickstartData Data { get; init; }

    /// <summary>How training ended.</summary>
    public required TrainingResult Training { get; init; }

    /// <summary>Quality on all test images.</summary>
    public required EvaluationResult Test { get; init; }

    /// <summary>What the fit stored.</summary>
    public required FitSummary Fit { get; init; }

    /// <summary>The queries with their neighbours.</summary>
    public required IReadOnlyList<QuickstartQuery> Queries { get; init; }

    /// <summary>The scores of all pairs, [N * Q].</summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>Self-influence of each training image, [N].</summary>
    public required IReadOnlyList<float> SelfInfluence { get; init; }

    /// <summary>The images whose labels are most likely wrong, most suspect first.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>The model trained again without the first suspects.</summary>
    public required ReportMending Mending { get; init; }

    /// <summary>The search for flipped labels by self-influence; null when no label was flipped.</summary>
    public required MislabelCurve? Mislabels { get; init; }

    /// <summary>Seconds of each part, in order.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Timings { get; init; }

    /// <summary>Threads of libtorch.</summary>
    public required int Threads { get; init; }

    /// <summary>The method as people are told, and what its scores mean.</summary>
    public ReportMethod Method(QuickstartSettings settings) => ReportMethod.Of(Fit.Method, settings.Pipeline.Logra, Data.Train.Count);
}
