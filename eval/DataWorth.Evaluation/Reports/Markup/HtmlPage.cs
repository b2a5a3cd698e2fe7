using System.Text;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>A self-contained page: styles and images inside, no script, nothing loaded from anywhere, light and dark, phone and
/// print.</summary>
public sealed class HtmlPage
{
    // No script at all, and images only from inside the file: a report can be mailed and opened anywhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>The title, shown in the browser's tab.</summary>
    public required string Title { get; init; }

    /// <summary>What is inside the body.</summary>
    public required Html Body { get; init; }

    /// <summary>The language of the text. Default "en".</summary>
    public string Language { get; init; } = "en";

    /// <summary>A style sheet of this assembly that is added to the common one; null (the default) for none.</summary>
    internal string? Sheet { get; init; }

    /// <summary>The whole document.</summary>
    public string Render() =>
        Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="{Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{ContentSecurityPolicy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="DataWorth">
            <title>{Title}</title>
            <link rel="icon" href="data:,">
            {StyleSheet("report.css")}{(Sheet is null ? Html.Empty : StyleSheet(Sheet))}
            </head>
            <body>
            {Body}
            </body>
            </html>

            """
        ).Markup;

    /// <summary>Writes the document as UTF-8 so that the file is either the old one or the whole new one.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    public void Save(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = full + ".part";
        File.WriteAllText(temporary, Render(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, full, overwrite: true);
    }

    private static Html StyleSheet(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return Html.Style(reader.ReadToEnd());
    }
}
