using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws the text and the columns of an example.</summary>
internal static class ContentText
{
    private const int ExcerptLength = 180;

    /// <summary>The beginning, in a line or two.</summary>
    public static string Excerpt(ExampleContent content)
    {
        var text = content.Text ?? string.Join(" \u00b7 ", content.Columns.Select(column => $"{column.Key} = {column.Value}"));
        return text.Length <= ExcerptLength ? text : text[..ExcerptLength].TrimEnd() + " \u2026";
    }

    /// <summary>All of it.</summary>
    public static Html Whole(ExampleContent content)
    {
        var text = content.Text is null ? Html.Empty : Html.Of($"<p class=\"text\">{content.Text}</p>\n");
        var columns =
            content.Columns.Count == 0
                ? Html.Empty
                : Html.Of(
                    $"<dl class=\"columns-of-row\">{content.Columns.Select(column => Html.Of($"<div><dt>{column.Key}</dt><dd>{column.Value}</dd></div>"))}</dl>\n"
                );
        return Html.Of($"{text}{columns}");
    }
}
