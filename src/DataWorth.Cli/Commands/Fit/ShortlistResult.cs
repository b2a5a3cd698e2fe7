using System.Globalization;
using DataWorth.Stages;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>What is said of two stages.</summary>
/// <param name="First">Name of the fit that named the shortlist.</param>
/// <param name="Second">Name of the fit that ranked it.</param>
/// <param name="Shortlist">Examples on each side of a query's shortlist.</param>
/// <param name="Agreement">Share of the shown ones that the first fit alone would show too.</param>
/// <param name="Recall">Share of those that the second fit ranks first in a sample that are on the shortlist; null without a sample.</param>
/// <param name="RecallRows">Examples of the sample.</param>
/// <param name="ScoredRows">Examples that the second fit scored.</param>
/// <param name="FirstSeconds">Time of the first stage.</param>
/// <param name="SecondSeconds">Time of the second one, with the sample.</param>
internal sealed record ShortlistResult(
    string First,
    string Second,
    int Shortlist,
    double Agreement,
    double? Recall,
    int RecallRows,
    int ScoredRows,
    double FirstSeconds,
    double SecondSeconds
)
{
    /// <summary>The result of two fits.</summary>
    public static ShortlistResult Of(string first, string second, TwoStageOptions options, TwoStageResult result) =>
        new(
            first,
            second,
            options.Shortlist,
            result.Agreement,
            result.Recall,
            result.RecallRows,
            result.ScoredRows,
            result.FirstTime.TotalSeconds,
            result.SecondTime.TotalSeconds
        );

    /// <summary>It in sentences.</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Two stages: '{First}' named {Shortlist:n0} on each side in {FirstSeconds:0.0} s, '{Second}' scored {ScoredRows:n0} training "
                + $"examples in {SecondSeconds:0.0} s. '{First}' alone would show {Agreement:P0} of these."
        )
        + (
            Recall is { } recall
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" Of those that '{Second}' ranks first among {RecallRows:n0} examples, {recall:P0} are on the shortlist (as long a part of "
                        + $"these examples)."
                )
                : ""
        );
}
