using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>Collects an interpolated string for <see cref="Html.Of"/>, escaping what is put into its holes; numbers are written
/// invariantly.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct HtmlTemplate
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _builder;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Letters outside the holes.</param>
    /// <param name="formattedCount">Number of holes.</param>
    public HtmlTemplate(int literalLength, int formattedCount) => _builder = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>Called by the compiler for the text outside the holes.</summary>
    public readonly void AppendLiteral(string literal) => _builder.Append(literal);

    /// <summary>Called by the compiler for markup: taken as it is.</summary>
    public readonly void AppendFormatted(Html markup) => _builder.Append(markup.Markup);

    /// <summary>Called by the compiler for a list of markup: taken as it is.</summary>
    public readonly void AppendFormatted(IEnumerable<Html> markup) => _builder.Append(Html.Join(markup).Markup);

    /// <summary>Called by the compiler for an array of markup: taken as it is.</summary>
    public readonly void AppendFormatted(Html[] markup) => _builder.Append(Html.Join(markup).Markup);

    /// <summary>Called by the compiler for a text: escaped.</summary>
    public readonly void AppendFormatted(string? text) => _builder.Append(s_encoder.Encode(text ?? ""));

    /// <summary>Called by the compiler for any other value: formatted invariantly, then escaped.</summary>
    public readonly void AppendFormatted<T>(T value, string? format = null) =>
        AppendFormatted(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    internal readonly string ToMarkup() => _builder.ToString();
}
