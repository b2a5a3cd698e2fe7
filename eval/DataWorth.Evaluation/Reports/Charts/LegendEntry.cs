using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>A name beside a chart with what stands for it in the drawing.</summary>
/// <param name="Name">The name.</param>
/// <param name="Colour">Its colour.</param>
internal sealed record LegendEntry(string Name, ChartColour Colour)
{
    /// <summary>The class of the line's dashes; "" for an unbroken line, null for no line.</summary>
    public string? Dashes { get; init; } = "";

    /// <summary>The mark.</summary>
    public ChartMark Mark { get; init; }

    /// <summary>The list item.</summary>
    public Html Render()
    {
        var style = SvgFrame.ClassOf(Colour);
        var line = Dashes is null ? Html.Empty : Html.Of($"<line class=\"line {Dashes}\" x1=\"1\" x2=\"21\" y1=\"5\" y2=\"5\"/>");
        return Html.Of(
            $"""<li class="{style}"><svg class="key" viewBox="0 0 22 10" aria-hidden="true">{line}{DrawMark(Mark, style, 11, 5, 4)}</svg>{Name}</li>"""
        );
    }

    /// <summary>A mark around a point of a drawing.</summary>
    public static Html DrawMark(ChartMark mark, string style, double x, double y, double size) =>
        mark switch
        {
            ChartMark.Dot => Html.Of($"<circle class=\"mark {style}\" cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{size:0.##}\"/>"),
            ChartMark.Square => Html.Of(
                $"<rect class=\"mark hollow {style}\" x=\"{x - size + 0.5:0.##}\" y=\"{y - size + 0.5:0.##}\" width=\"{(2 * size) - 1:0.##}\" height=\"{(2 * size) - 1:0.##}\"/>"
            ),
            ChartMark.Diamond => Html.Of(
                $"<path class=\"mark hollow {style}\" d=\"M{x:0.##} {y - size:0.##}L{x + size:0.##} {y:0.##}L{x:0.##} {y + size:0.##}L{x - size:0.##} {y:0.##}Z\"/>"
            ),
            _ => Html.Empty,
        };
}
