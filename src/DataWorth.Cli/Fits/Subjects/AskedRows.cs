using DataWorth.Evaluation.Reports.Attribution;
using Microsoft.ML;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Rows that a fit is asked about.</summary>
/// <param name="View">Them, with what is explained of each.</param>
/// <param name="Rows">What a person sees of each, still without neighbours; in the order of the view.</param>
internal sealed record AskedRows(IDataView View, IReadOnlyList<ReportQuery> Rows)
{
    /// <summary>The tokens of each row by its id; none where rows are no texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Tokens { get; init; } = new Dictionary<string, IReadOnlyList<int>>();
}
