using System.Globalization;
using DataWorth.Cli.Commands.Version;
using DataWorth.Cli.Fits;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The page of a fit.</summary>
internal static class FitReport
{
    /// <summary>Makes its content.</summary>
    public static AttributionReport Create(
        OpenFit fit,
        FitAnswers answers,
        IReadOnlyList<ReportQuery> queries,
        IReadOnlyList<ReportSuspect> suspects,
        IReadOnlyList<KeyValuePair<string, double>> timings,
        string commandLine
    )
    {
        var summary = fit.Transformer.Summary;
        var asked =
            queries.Count == 0
                ? "no queries were asked"
                : Invariant(
                    $"{CountText.Of(queries.Count, fit.Classes.Count == 0 ? "text" : "prediction")} {(queries.Count == 1 ? "is" : "are")} explained"
                );
        var classes = fit.Classes.Count == 0 ? "" : " in " + CountText.Of(fit.Classes.Count, "class", "classes");
        return new AttributionReport
        {
            Title = queries.Count == 0 ? "Which training examples are suspect?" : "Which training examples made these predictions?",
            Origin = $"fit {fit.Name}",
            Summary = Invariant(
                $"{answers.Method.Title} on {CountText.Of(summary.Examples, "example")} of {Path.GetFileName(fit.Origin.DataPath)}{classes}; {asked}."
            ),
            Command = commandLine,
            Method = answers.Method,
            TrainingCount = summary.Examples,
            ClassNames = fit.Classes,
            Figures = Figures(queries, suspects, summary),
            Queries = queries,
            Suspects = suspects,
            Timings = timings,
            Tables = Tables(fit, summary),
            Notes =
            [
                .. summary.Warning is { } warning ? [warning] : Array.Empty<string>(),
                .. summary.LeftOut.Select(part => $"{part.Name} is left out: {part.Reason}."),
                .. answers.Warnings,
            ],
        };
    }

    private static IReadOnlyList<ReportFigure> Figures(
        IReadOnlyList<ReportQuery> queries,
        IReadOnlyList<ReportSuspect> suspects,
        FitSummary summary
    )
    {
        var labelled = queries.Where(query => query.IsWrong || query.IsCorrect).ToList();
        var doubted = suspects.Count(suspect => suspect.SuggestedLabel is not null);
        List<ReportFigure> figures =
        [
            new(Invariant($"{summary.Examples:N0}"), "training examples", Invariant($"{summary.FeatureSize:N0} numbers of gradient each")),
        ];
        if (labelled.Count > 0)
        {
            var right = (double)labelled.Count(query => query.IsCorrect) / labelled.Count;
            figures.Add(
                new(Invariant($"{100 * right:0.0} %"), "of the queries predicted right", Invariant($"{labelled.Count:N0} have labels"))
            );
        }

        if (suspects.Count > 0)
        {
            figures.Add(
                new(Invariant($"{doubted:N0}"), "labels that the model doubts", Invariant($"among the {suspects.Count:N0} most suspect"))
            );
        }

        return figures;
    }

    private static IReadOnlyList<ReportTable> Tables(OpenFit fit, FitSummary summary)
    {
        var version = VersionReport.Collect();
        return
        [
            new("Options", [.. fit.Description.Options.OrderBy(option => option.Key, StringComparer.Ordinal)]),
            new(
                "Fit",
                [
                    new("name", fit.Name),
                    new("key", fit.Description.Key.ToString()),
                    new("made", fit.Description.Made.ToString("u", CultureInfo.InvariantCulture)),
                    new("data", fit.Origin.DataPath),
                    new("model", fit.Subject.Network.GetType().Name),
                    new("weights", fit.Origin.WeightsText),
                    new("blocks", string.Join(", ", summary.Blocks)),
                    new("gradients", summary.GradientArtifact ?? "not stored"),
                    new("curvature", summary.CurvatureArtifact ?? "none"),
                ]
            ),
            new("Versions", [new("dataworth", version.DataWorth), new(".NET", version.Runtime), new("system", version.System)]),
        ];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
