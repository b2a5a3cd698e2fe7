using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Evaluation.Results;

/// <summary>Writes a result as JSON, and as one tidy table: a row per method, attributed model and measurement.</summary>
public static class ResultFiles
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The result as JSON.</summary>
    /// <param name="result">The result.</param>
    public static string ToJson(EvaluationResult result) => JsonSerializer.Serialize(result, s_json) + "\n";

    /// <summary>A record as JSON in the same way.</summary>
    internal static string ToJson<T>(T result) => JsonSerializer.Serialize(result, s_json) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static EvaluationResult FromJson(string json) => JsonSerializer.Deserialize<EvaluationResult>(json, s_json)!;

    /// <summary>The table: label, method, every option that any method sets, model, measurement, score with intervals, bytes and
    /// times.</summary>
    /// <param name="result">The result.</param>
    public static string ToCsv(EvaluationResult result)
    {
        string[] options = [.. result.Methods.SelectMany(method => method.Options.Keys).Distinct().Order(StringComparer.Ordinal)];
        var text = new StringBuilder();
        Line(
            text,
            [
                "label",
                "method",
                "checkpoints",
                .. options,
                "model_seed",
                "measurement",
                "lds_mean",
                "query_low",
                "query_high",
                "subset_low",
                "subset_high",
                "bytes_per_example",
                "curvature_bytes",
                "fit_seconds",
                "query_seconds",
            ]
        );
        foreach (var method in result.Methods)
        {
            foreach (var (measurement, score) in ((string, LdsScore)[])[("loss", method.Loss), ("margin", method.Margin)])
            {
                foreach (var model in score.Models)
                {
                    Line(text, Cells(method, options, measurement, model));
                }
            }
        }

        return text.ToString();
    }

    private static string[] Cells(MethodResult method, string[] options, string measurement, ModelLds model) =>
        [
            CsvText.Of(method.Label),
            method.Method,
            Text(method.Checkpoints),
            .. options.Select(option => method.AllOptions.GetValueOrDefault(option, "")),
            Text(model.Seed),
            measurement,
            Text(model.Mean),
            Text(model.OverQueries.Low),
            Text(model.OverQueries.High),
            Text(model.OverSubsets.Low),
            Text(model.OverSubsets.High),
            Text(method.BytesPerExample),
            Text(method.CurvatureBytes),
            Text(method.FitSeconds),
            Text(method.QuerySeconds),
        ];

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append(string.Join(',', cells.Select(Quote))).Append('\n');

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
