using System.Security.Cryptography;
using System.Text;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>A self-contained page: styles, images and its own script inside, nothing loaded from anywhere, light and dark, phone and
/// print.</summary>
public sealed class HtmlPage
{

    /// <summary>The title, shown in the browser's tab.</summary>
    public required string Title { get; init; }

    /// <summary>What is inside the body.</summary>
    public required Html Body { get; init; }

    /// <summary>The language of the text. Default "en".</summary>
    public string Language { get; init; } = "en";

    /// <summary>Rules of style after those of all pages; trusted. Default none.</summary>
    internal string StyleSheet { get; init; } = "";

    /// <summary>The page's script, which the page must not need to show what it holds; trusted. Default none: scripts are forbidden.</summary>
    internal string Script { get; init; } = "";

    // Images only from inside the file, and only this script, known by its hash: a report can be mailed and opened anywhere.
    private string ContentSecurityPolicy =>
        $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; {ScriptSource}base-uri 'none'; form-action 'none'";

    private string ScriptSource =>
        Script.Length == 0 ? "" : $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; ";

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
            {Html.Style(Resource("report.css") + StyleSheet)}
            </head>
            <body>
            {Body}
            {(Script.Length == 0 ? Html.Empty : Html.Script(Script))}
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

    /// <summary>A text file inside this assembly.</summary>
    internal static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
