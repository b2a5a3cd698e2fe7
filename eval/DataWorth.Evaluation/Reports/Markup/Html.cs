using System.Text;

namespace DataWorth.Evaluation.Reports.Markup;

/// <summary>A piece of HTML or SVG markup. The only ways to make one escape every text that is put into it.</summary>
public readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html Empty => default;

    /// <summary>The markup.</summary>
    public string Markup => _markup ?? "";

    /// <summary>Markup from an interpolated string: its literal parts are taken as they are, its holes are escaped unless they are
    /// <see cref="Html"/>.</summary>
    public static Html Of(ref HtmlTemplate template) => new(template.ToMarkup());

    /// <summary>An escaped text.</summary>
    public static Html Text(string text) => Of($"{text}");

    /// <summary>Several pieces one after another.</summary>
    public static Html Join(IEnumerable<Html> pieces)
    {
        StringBuilder builder = new();
        foreach (var piece in pieces)
        {
            builder.Append(piece.Markup);
        }

        return new Html(builder.ToString());
    }

    /// <summary>A style element; the sheet is this assembly's own file and is taken as it is.</summary>
    internal static Html Style(string sheet) => new($"<style>\n{sheet}</style>");

    /// <summary>A script element; the script is this assembly's own file and is taken as it is.</summary>
    internal static Html Script(string script) => new($"<script>{script}</script>");

    /// <inheritdoc/>
    public override string ToString() => Markup;
}
