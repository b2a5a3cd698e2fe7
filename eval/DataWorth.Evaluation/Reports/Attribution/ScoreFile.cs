using System.Globalization;
using nietras.SeparatedValues;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Scores of candidates as a table of comma-separated values.</summary>
public static class ScoreFile
{
    /// <summary>The table: candidate, label, and a column 'score:QUERY' for each query.</summary>
    /// <param name="queries">Ids of the queries.</param>
    /// <param name="candidates">Id, label and the scores for the queries of each candidate.</param>
    public static string ToCsv(
        IReadOnlyList<string> queries,
        IEnumerable<(string Id, string Label, IReadOnlyList<float> Scores)> candidates
    )
    {
        using var writer = Sep.New(',')
            .Writer(options => options with { Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .ToText();
        foreach (var (id, label, scores) in candidates)
        {
            using var row = writer.NewRow();
            row["candidate"].Set(CsvText.Of(id));
            row["label"].Set(CsvText.Of(label));
            foreach (var (query, score) in queries.Zip(scores))
            {
                row[CsvText.Of("score:" + query)].Set(score.ToString("R", CultureInfo.InvariantCulture));
            }
        }

        return writer.ToString();
    }
}
