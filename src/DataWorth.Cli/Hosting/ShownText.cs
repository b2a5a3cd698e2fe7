using System.Text;
using System.Text.RegularExpressions;

namespace DataWorth.Cli.Hosting;

/// <summary>Writes texts as a terminal can show them: control characters, which data can hold to steer it, as <c>\x1b</c>; without the
/// passwords of addresses; and where nothing but
/// ASCII can be shown, the signs of this program's own texts in ASCII.</summary>
/// <param name="inner">Where it goes.</param>
internal sealed partial class ShownText(TextWriter inner) : TextWriter
{
    /// <summary>Where it goes.</summary>
    public TextWriter Inner => inner;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The text as the terminal can show it; lines and tabs stay.</summary>
    public static string Of(string text)
    {
        var visible = Control().Replace(Secrets.HideInAddresses(text), match => $"\\x{(int)match.Value[0]:x2}");
        return Terminal.HasUnicode ? visible : Ascii(visible);
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Of(value.ToString()));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : Of(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Of(value));

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

    [GeneratedRegex(@"[\p{Cc}-[\n\r\t]]")]
    private static partial Regex Control();

    [GeneratedRegex("[\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")]
    private static partial Regex Power();
}
