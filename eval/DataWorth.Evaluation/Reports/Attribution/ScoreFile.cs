using System.Globalization;
using nietras.SeparatedValues;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Scores of candidates as a table of comma-separated values.</summary>
public static class ScoreFile
{
    /// <summary>The table: candidate, label, and a column for each query: 'effect:QUERY' in the unit of the scores, or 'score:QUERY' where
    /// they have none.</summary>
    /// <param name="scale">What scores mean.</param>
    /// <param name="queries">Ids of the queries.</param>
    /// <param name="candidates">Id, label and the effects on the queries of each candidate: score/<see cref="ScoreScale.Divisor"/>.</param>
    public static string ToCsv(
        ScoreScale scale,
        IReadOnlyList<string> queries,
        IEnumerable<(string Id, string Label, IReadOnlyList<double> Effects)> candidates
    )
    {
        using var writer = Sep.New(',')
            .Writer(options => options with { Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .ToText();
        var kind = scale.Unit is null ? "score:" : "effect:";
        foreach (var (id, label, effects) in candidates)
        {
            using var row = writer.NewRow();
            row["candidate"].Set(CsvText.Of(id));
            row["label"].Set(CsvText.Of(label));
            foreach (var (query, effect) in queries.Zip(effects))
            {
                row[CsvText.Of(kind + query)].Set(effect.ToString("G9", CultureInfo.InvariantCulture));
            }
        }

        return writer.ToString();
    }
}
