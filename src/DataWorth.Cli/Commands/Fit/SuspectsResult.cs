using DataWorth.Cli.Fits;
using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What 'dataworth suspects --json' prints.</summary>
internal sealed record SuspectsResult(
    string Name,
    long Examples,
    IReadOnlyList<SuspectsResult.Suspect> Suspects,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>The result.</summary>
    public static SuspectsResult From(OpenFit fit, IReadOnlyList<ReportSuspect> suspects, IReadOnlyList<string> warnings) =>
        new(
            fit.Name,
            fit.Description.Examples,
            [
                .. suspects.Select(suspect => new Suspect(
                    suspect.Example.Id,
                    suspect.Example.Label,
                    suspect.SuggestedLabel,
                    suspect.SelfInfluence,
                    suspect.Ties,
                    suspect.Margin,
                    suspect.Duplicates
                )),
            ],
            warnings
        );

    /// <summary>One of them.</summary>
    internal sealed record Suspect(
        string Id,
        string? Label,
        string? SuggestedLabel,
        double SelfInfluence,
        int Ties,
        double? Margin,
        IReadOnlyList<string> NearDuplicates
    );
}
