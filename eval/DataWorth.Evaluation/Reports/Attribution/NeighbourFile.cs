using System.Globalization;
using nietras.SeparatedValues;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Strongest training examples as a table of comma-separated values.</summary>
public static class NeighbourFile
{
    /// <summary>The table: query, side, rank (from 1), example, score.</summary>
    /// <param name="neighbours">The examples, in the order of the table.</param>
    public static string ToCsv(IEnumerable<Neighbor> neighbours)
    {
        using var writer = Sep.New(',')
            .Writer(options => options with { Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .ToText();
        foreach (var neighbour in neighbours)
        {
            using var row = writer.NewRow();
            row["query"].Set(CsvText.Of(neighbour.QueryId));
            row["side"].Set(neighbour.Side);
            row["rank"].Format(neighbour.Rank);
            row["example"].Set(CsvText.Of(neighbour.ExampleId));
            row["score"].Set(neighbour.Score.ToString("R", CultureInfo.InvariantCulture));
        }

        return writer.ToString();
    }
}
