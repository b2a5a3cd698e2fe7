using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit found.</summary>
/// <param name="Definition">What was asked.</param>
/// <param name="Data">The training data.</param>
/// <param name="Training">The training; null where the weights are those of a checkpoint.</param>
/// <param name="Accuracy">Accuracy on the training data, 0 to 1.</param>
/// <param name="Summary">What was fitted.</param>
/// <param name="Hidden">Keys of earlier fits of the same name, which can only be asked by them now.</param>
internal sealed record FitOutcome(
    FitDefinition Definition,
    DataSource Data,
    StoredTraining? Training,
    double Accuracy,
    FitSummary Summary,
    IReadOnlyList<string> Hidden
)
{
    /// <summary>What the user should know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [];
            if (Summary.Warning is { } warning)
            {
                warnings.Add(warning);
            }

            var commonest = Data.Labels!.CountBy(label => label).Max(group => group.Value) / (double)Data.Count;
            if (Accuracy <= commonest)
            {
                var share = string.Create(CultureInfo.InvariantCulture, $"{Accuracy:P1}");
                warnings.Add(
                    $"The model is right on {share} of its training data, no better than always saying the commonest class. "
                        + (Training is null ? OtherOrder() : LittleTraining)
                );
            }

            var rowBytes = Summary.Examples * Summary.BytesPerExample;
            if (Summary.CurvatureBytes > rowBytes && rowBytes > 0)
            {
                warnings.Add(
                    $"The curvature ({ByteText.Of(Summary.CurvatureBytes)}) is larger than the gradients that it is estimated from "
                        + $"({ByteText.Of(rowBytes)}): so few rows cannot tell so many directions apart."
                        + (OptionsBinder.Describe(Definition.Options).ContainsKey("rank") ? LowerRank : "")
                );
            }

            var leftOut = Data.ColumnDescriptions.Where(column => column.Use == "left out").ToList();
            warnings.AddRange(
                Excerpt.Of(
                    [.. leftOut.Select(column => $"Column '{column.Name}' is left out: {DataOptionText.Of(column.Reason)}.")],
                    left => $"{left} columns are left out; 'dataworth inspect data --json' lists all."
                )
            );

            warnings.AddRange(
                Hidden.Select(key =>
                    $"An earlier fit is called '{Summary.Name}' too: it is found by its key only, '{key}' ('dataworth store rm' removes it)."
                )
            );
            warnings.AddRange(Summary.Reports);
            return warnings;
        }
    }

    private const string LowerRank = " A lower --rank takes less and loses little.";

    private const string LittleTraining =
        "Train longer (--epochs) or with another --learning-rate, or see whether columns of numbers are standardised (--standardize): the "
        + "influence on a model that has learned nothing means little.";

    private string OtherOrder() =>
        $"If it was trained well, its classes may be in another order: here it is {string.Join(", ", Data.Classes)}.";
}
