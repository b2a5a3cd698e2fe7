using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws the queries with what they can be searched, filtered and sorted by, and what their marks mean.</summary>
internal static class QuerySection
{
    // From here on cards are laid out only when they come into view.
    private const int Many = 100;

    /// <summary>Draws the section.</summary>
    public static Html Render(PageContent content)
    {
        var queries = content.Queries;
        if (queries.Count == 0)
        {
            return Html.Empty;
        }

        return Html.Of(
            $"""
            <section aria-labelledby="predictions">
            <h2 id="predictions">{queries.Count} {(queries.Count == 1 ? "query" : "queries")}, and what is behind them</h2>
            <p class="hint">{content.Report.Method.Scale.Meaning} Bars are relative to the strongest score of each query.</p>
            {Legend(content)}
            {Tools(content)}
            <div id="queries"{(queries.Count > Many ? Html.Of($" class=\"many\"") : Html.Empty)}>
            {Enumerable.Range(0, queries.Count).Select(place => QueryCard.Render(content, place))}</div>
            <p id="none" hidden>No query is like that.</p>
            </section>

            """
        );
    }

    private static Html Legend(PageContent content)
    {
        var flipped = content.Report.Queries.SelectMany(query => query.Proponents.Concat(query.Opponents)).Any(n => n.Example.IsFlipped);
        var red = flipped
            ? Html.Of($"<li><b class=\"flip\">red label</b> made wrong on purpose; what it really is stands below</li>\n")
            : Html.Empty;
        var other = content.Report.ClassNames.Count > 0
            ? Html.Of($"<li><b>other class</b> its label is not the class that was predicted</li>\n")
            : Html.Empty;
        return Html.Of(
            $"""
            <ul class="keys" aria-label="Marks">
            <li><i class="swatch proponent"></i> <b class="proponent">proponent</b> training on it spoke for the prediction</li>
            <li><i class="swatch opponent"></i> <b class="opponent">opponent</b> training on it spoke against it</li>
            {other}{red}</ul>
            """
        );
    }

    private static Html Tools(PageContent content)
    {
        string[] used =
        [
            .. content.Queries.SelectMany(query => new[] { query.Predicted, query.TrueLabel }).OfType<string>().Distinct(),
        ];
        string[] classes =
        [
            .. content.Report.ClassNames.Where(used.Contains),
            .. used.Except(content.Report.ClassNames).Order(StringComparer.Ordinal),
        ];
        var filters =
            classes.Length == 0
                ? Html.Empty
                : Html.Of(
                    $"""
                    <label>Class <select id="class"><option value="">all</option>{classes.Select(name => Html.Of($"<option>{name}</option>"))}</select></label>
                    <label>Prediction <select id="verdict"><option value="">all</option><option value="wrong">wrong</option><option value="right">correct</option></select></label>

                    """
                );
        var certainty = classes.Length == 0 ? Html.Empty : Html.Of($"<option value=\"wrong\">wrong first</option><option value=\"certainty\">least certain</option>");
        return Html.Of(
            $"""
            <div class="tools" role="search">
            <label>Search <input id="search" type="search" placeholder="id or class" autocomplete="off"></label> <output id="count" aria-live="polite"></output>
            {filters}<label>Sort <select id="sort">{certainty}<option value="id">id</option></select></label>
            <label>Scores <select id="scores"><option value="absolute">absolute</option><option value="relative">relative</option></select></label>
            </div>
            """
        );
    }
}
