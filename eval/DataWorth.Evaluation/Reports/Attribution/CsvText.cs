using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Texts of data in cells of comma-separated values, which spreadsheets open.</summary>
/// <remarks>A text that begins with = + - @ ' or a control character, and is no number, has an apostrophe before it, so that no spreadsheet
/// takes it as a formula: whoever reads the file drops the first apostrophe of a cell that begins with one. Control characters other than
/// tabs and line ends are written as \u001b.</remarks>
internal static class CsvText
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One text.</summary>
    public static string Of(string text)
    {
        text = text.Any(IsControl)
            ? string.Concat(text.Select(letter => IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()))
            : text;
        var isFormula =
            text.Length > 0
            && (char.IsControl(text[0]) || "=+-@'".Contains(text[0], StringComparison.Ordinal))
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isFormula ? "'" + text : text;
    }

    /// <summary>Several texts in one cell: a JSON list; '' for none.</summary>
    public static string List(IReadOnlyCollection<string> texts) => texts.Count == 0 ? "" : JsonSerializer.Serialize(texts, s_json);

    private static bool IsControl(char letter) => char.IsControl(letter) && letter is not ('\t' or '\r' or '\n');
}
