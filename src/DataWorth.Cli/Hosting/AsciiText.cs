using System.Text;
using System.Text.RegularExpressions;

namespace DataWorth.Cli.Hosting;

/// <summary>Writes the signs that texts of this program have in ASCII, where nothing else can be shown; texts of data stay as they
/// are.</summary>
/// <param name="inner">Where it goes.</param>
internal sealed partial class AsciiText(TextWriter inner) : TextWriter
{
    /// <summary>Where it goes.</summary>
    public TextWriter Inner => inner;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The text in ASCII, where the terminal shows nothing else; itself elsewhere.</summary>
    public static string Of(string text) => Terminal.HasUnicode ? text : Ascii(text);

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Ascii(value.ToString()));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : Ascii(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Ascii(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    private static string Ascii(string text) =>
        Power()
            .Replace(
                text,
                match => "^" + string.Concat(match.Value.Select(digit => digit == '\u207b' ? "-" : $"{char.GetNumericValue(digit):0}"))
            )
            .Replace('\u2212', '-')
            .Replace('\u2013', '-')
            .Replace('\u00d7', 'x')
            .Replace("\u2026", "...", StringComparison.Ordinal);

    [GeneratedRegex("[\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")]
    private static partial Regex Power();
}
