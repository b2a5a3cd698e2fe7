using System.Globalization;
using nietras.SeparatedValues;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Suspects as a table of comma-separated values: what the page offers to download, and what commands write.</summary>
public static class SuspectFile
{
    /// <summary>The table: rank (from 1), id, label, suggested_label, self_influence, ties (how many others have the same), margin,
    /// near_duplicates (a JSON list of ids); what is unknown is empty.</summary>
    /// <remarks>Texts of the data are written as <see cref="CsvText"/> says.</remarks>
    /// <param name="suspects">The suspects, most suspect first.</param>
    public static string ToCsv(IReadOnlyList<ReportSuspect> suspects)
    {
        using var writer = Sep.New(',')
            .Writer(options => options with { Escape = true, CultureInfo = CultureInfo.InvariantCulture })
            .ToText();
        foreach (var (index, suspect) in suspects.Index())
        {
            using var row = writer.NewRow();
            row["rank"].Format(index + 1);
            row["id"].Set(CsvText.Of(suspect.Example.Id));
            row["label"].Set(CsvText.Of(suspect.Example.Label ?? ""));
            row["suggested_label"].Set(CsvText.Of(suspect.SuggestedLabel ?? ""));
            row["self_influence"].Set(suspect.SelfInfluence.ToString("G6", CultureInfo.InvariantCulture));
            row["ties"].Format(suspect.Ties);
            row["margin"].Set(suspect.Margin?.ToString("G6", CultureInfo.InvariantCulture) ?? "");
            row["near_duplicates"].Set(CsvText.List(suspect.Duplicates));
        }

        return writer.ToString();
    }
}
