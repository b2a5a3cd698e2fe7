using Microsoft.ML;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Rows that are scored as if they were training examples.</summary>
/// <param name="View">Them, with what would be learned of each.</param>
/// <param name="Ids">Their ids, in order.</param>
/// <param name="Labels">Their labels for people, in order.</param>
/// <param name="Warnings">What was done with them that their owner may not expect, a sentence each.</param>
internal sealed record CandidateRows(
    IDataView View,
    IReadOnlyList<string> Ids,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Warnings
);
