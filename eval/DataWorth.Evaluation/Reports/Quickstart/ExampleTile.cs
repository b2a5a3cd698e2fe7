using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>Draws a training image with its label, its score and a bar as long as the score is large.</summary>
internal static class ExampleTile
{
    public static Html Render(ReportExample example, double largest, string style)
    {
        var length = largest > 0 ? Math.Abs(example.Score) / largest * 100 : 0;
        var score = ScoreText.Format(example.Score);
        var description = example.Label.IsFlipped
            ? $"{example.Id}: {example.Label.True}, flipped to {example.Label.Given}, score {score}"
            : $"{example.Id}: {example.Label.Given}, score {score}";
        var mark = example.Label.IsFlipped ? Html.Of($"<span class=\"flip\">flipped</span>") : Html.Empty;
        var real = example.Label.IsFlipped ? Html.Of($"<small>really {example.Label.True}</small>") : Html.Empty;
        return Html.Of(
            $"""
            <li class="tile{(
                example.Label.IsFlipped ? " flipped" : ""
            )}" title="{description}"><div class="frame"><img src="{example.Image.ToDataUri()}" width="56" height="56" alt="{description}">{mark}</div><span class="meter {style}"><i style="width:{length:0.#}%"></i></span><span class="score">{score}</span><span class="label">{example.Label.Given}{real}</span></li>

            """
        );
    }

    /// <summary>The largest magnitude among scores; bars are drawn relative to it.</summary>
    public static double LargestScore(IEnumerable<ReportExample> examples) =>
        examples.Select(example => Math.Abs(example.Score)).DefaultIfEmpty().Max();
}
