using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>The strongest proponents of a few queries, by the best variant of each method.</summary>
internal static class SampleSection
{
    private const int Queries = 4;
    private const int Passage = 220;

    public static Html Render(EvaluationResult result, ExampleViews? views)
    {
        if (result.Examples.Count == 0)
        {
            return Html.Empty;
        }
        // The best variant of each method, best method first: all variants would be pages of nearly the same.
        List<string> labels =
        [
            .. result
                .Methods.OrderByDescending(method => method.Loss.Mean)
                .DistinctBy(method => method.Method)
                .Select(method => method.Label),
        ];
        var queries = result.Examples.GroupBy(example => example.Query).OrderBy(group => group.Key).Take(Queries);
        return Html.Of(
            $"""
            <section aria-labelledby="samples">
            <h2 id="samples">The strongest proponents</h2>
            <p class="hint">By the best variant of each method, for the first attributed model. Look, but judge by the retrainings above: similar is not the same as influential.</p>
            {queries.Select(query =>
                Card([.. query.Where(example => labels.Contains(example.Label)).OrderBy(example => labels.IndexOf(example.Label))], views)
            )}</section>

            """
        );
    }

    private static Html Card(IReadOnlyList<TopExamples> rows, ExampleViews? views)
    {
        if (rows.Count == 0)
        {
            return Html.Empty;
        }

        var query = views?.Query(rows[0].Query);
        var picture = query?.Image is { } image
            ? Html.Of(
                $"<div class=\"picture\"><img src=\"{image.ToDataUri()}\" width=\"112\" height=\"112\" alt=\"query: {query.Caption}\"></div>"
            )
            : Html.Empty;
        var passage = query?.Text is { } text ? Html.Of($"<p class=\"passage\">{Short(text)}</p>") : Html.Empty;
        return Html.Of(
            $"""
            <article class="sample">
            <div>{picture}<h3>{(string.IsNullOrEmpty(query?.Caption) ? "Query" : query.Caption)}</h3>{passage}<p class="id">{rows[
                0
            ].QueryId}</p></div>
            <div>{rows.Select(row => Row(row, query, views))}</div>
            </article>

            """
        );
    }

    private static Html Row(TopExamples row, ExampleView? query, ExampleViews? views)
    {
        var shown = row.Proponents.Select(example => (example, view: views?.Training(example.Row))).ToList();
        if (shown.Count > 0 && shown[0].view?.Image is not null)
        {
            return Html.Of(
                $"<h4>{row.Label}</h4>\n<ul class=\"tiles\">{shown.Select(pair => Tile(pair.example, pair.view!, query))}</ul>\n"
            );
        }

        return Html.Of(
            $"<h4>{row.Label}</h4>\n<ul class=\"passages\">{shown.Take(3).Select(pair => Html.Of($"<li><b>{ScoreText.Format(pair.example.Score)}</b>{Short(pair.view?.Text ?? pair.example.Id)}</li>\n"))}</ul>\n"
        );
    }

    private static Html Tile(ScoredExample example, ExampleView view, ExampleView? query)
    {
        var description = $"{example.Id}: {view.Caption}, score {ScoreText.Format(example.Score)}";
        return Html.Of(
            $"""
            <li class="tile" title="{description}"><div class="frame"><img src="{view.Image!.ToDataUri()}" width="56" height="56" alt="{description}"></div><span class="score">{ScoreText.Format(
                example.Score
            )}</span><span class="label{(query is not null && query.Caption != view.Caption ? " other" : "")}">{view.Caption}</span></li>

            """
        );
    }

    private static string Short(string text) => text.Length <= Passage ? text : text[..text.LastIndexOf(' ', Passage)] + " \u2026";
}
