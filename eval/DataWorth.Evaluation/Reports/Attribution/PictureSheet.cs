using System.Buffers.Binary;
using System.Text;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>The pictures of a page, each of them once: a class of the style sheet, which any number of elements may have.</summary>
internal sealed class PictureSheet
{
    // Drawn larger, small pictures show their pixels; photographs are smoothed.
    private const int SmallWidth = 96;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly StringBuilder _rules = new();

    /// <summary>The rules of all pictures that were shown.</summary>
    public string Rules => _rules.ToString();

    /// <summary>A picture; nothing where there is none.</summary>
    /// <param name="content">What holds it.</param>
    /// <param name="description">What it shows; null where the text beside it says that.</param>
    public Html Show(ExampleContent content, string? description = null)
    {
        if (content.Png.IsEmpty)
        {
            return Html.Empty;
        }

        var number = NumberOf(content.Png.Span);
        return description is null
            ? Html.Of($"<span class=\"pic p{number}\"></span>")
            : Html.Of($"<span class=\"pic p{number}\" role=\"img\" aria-label=\"{description}\"></span>");
    }

    private int NumberOf(ReadOnlySpan<byte> png)
    {
        var text = Convert.ToBase64String(png);
        if (_numbers.TryGetValue(text, out var known))
        {
            return known;
        }

        var number = _numbers.Count;
        _numbers.Add(text, number);
        // A PNG file: 8 bytes of signature, then the chunk IHDR: length, type, width, height.
        var isSmall = png.Length >= 24 && BinaryPrimitives.ReadInt32BigEndian(png[16..]) <= SmallWidth;
        _rules.Append(".p").Append(number).Append("{background-image:url(data:image/png;base64,").Append(text).Append(')');
        _rules.Append(isSmall ? ";image-rendering:pixelated}\n" : "}\n");
        return number;
    }
}
