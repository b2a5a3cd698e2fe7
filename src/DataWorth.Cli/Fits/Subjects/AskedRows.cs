using DataWorth.Cli.Fits.Rows;
using DataWorth.Evaluation.Reports.Attribution;
using Microsoft.ML;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Rows that a fit is asked about.</summary>
/// <param name="View">Them, with what is explained of each.</param>
/// <param name="Rows">What a person sees of each, still without neighbours; in the order of the view.</param>
/// <param name="Predictions">What the model predicts of each, in the same order; none where there are no classes.</param>
/// <param name="Warnings">What was done with them that their owner may not expect, a sentence each.</param>
internal sealed record AskedRows(
    IDataView View,
    IReadOnlyList<ReportQuery> Rows,
    IReadOnlyList<Prediction> Predictions,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>The tokens of each row by its id; none where rows are no texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Tokens { get; init; } = new Dictionary<string, IReadOnlyList<int>>();
}
