using DataWorth.Cli.Fits.Subjects;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit found.</summary>
/// <param name="Definition">What was asked.</param>
/// <param name="Facts">What there is to say of data and model.</param>
/// <param name="Classes">Names of the classes; none where there are no classes.</param>
/// <param name="Training">The training; null where the weights are those of a checkpoint.</param>
/// <param name="Summary">What was fitted.</param>
/// <param name="Hidden">Keys of earlier fits of the same name, which can only be asked by them now.</param>
internal sealed record FitOutcome(
    FitDefinition Definition,
    SubjectFacts Facts,
    IReadOnlyList<string> Classes,
    StoredTraining? Training,
    FitSummary Summary,
    IReadOnlyList<string> Hidden
)
{
    private const long LargeCurvature = 256L << 20; // below, nobody saves anything
    private const string LowerRank = " A lower --rank takes less and loses little.";

    /// <summary>Which size of the method was taken, where the usual one does not fit; null where it does.</summary>
    public string? Chosen { get; init; }

    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            var rowBytes = Summary.Examples * Summary.BytesPerExample;
            var isLarge = Summary.CurvatureBytes > Math.Max(rowBytes, LargeCurvature) && rowBytes > 0;
            return
            [
                .. Chosen is { } chosen ? [chosen] : Array.Empty<string>(),
                .. Summary.Warning is { } warning ? [warning] : Array.Empty<string>(),
                .. isLarge
                    ?
                    [
                        $"The curvature ({ByteText.Of(Summary.CurvatureBytes)}) is larger than the gradients that it is estimated from "
                            + $"({ByteText.Of(rowBytes)}): so few rows cannot tell so many directions apart."
                            + (OptionsBinder.Describe(Definition.Options).ContainsKey("rank") ? LowerRank : ""),
                    ]
                    : Array.Empty<string>(),
                .. Facts.Warnings,
                .. Hidden.Count switch
                {
                    0 => Array.Empty<string>(),
                    1 =>
                    [
                        $"An earlier fit is called '{Summary.Name}' too: it is found by its key only, '{Hidden[0]}' ('dataworth store rm' removes it).",
                    ],
                    _ =>
                    [
                        $"{Hidden.Count} earlier fits are called '{Summary.Name}' too: they are found by their keys only ('dataworth store ls' lists "
                            + "them, 'dataworth store rm' removes them).",
                    ],
                },
                .. Summary.Reports.Select(OptionNames.Typed.Of),
            ];
        }
    }
}
