using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws the training examples whose labels may be wrong, to look through, copy and download.</summary>
internal static class SuspectSection
{
    private const int Open = 12;

    /// <summary>Draws the section.</summary>
    public static Html Render(PageContent content)
    {
        var report = content.Report;
        var suspects = report.Suspects;
        if (suspects.Count == 0)
        {
            return Html.Empty;
        }

        var largest = suspects.Max(suspect => Math.Abs(suspect.SelfInfluence));
        var format = ScoreFormat.For(suspects.Select(suspect => suspect.SelfInfluence / content.Scale.Divisor));
        var rest =
            suspects.Count <= Open
                ? Html.Empty
                : Html.Of(
                    $"<details><summary>{suspects.Count - Open} more</summary>\n<ol class=\"suspects\" start=\"{Open + 1}\">\n{Rows(Open, suspects.Count)}</ol></details>\n"
                );
        var unit = content.Scale.Unit is null
            ? "self-influence"
            : $"self-influence: by how much the example's own {content.Scale.Unit["change of the ".Length..]} would fall without it{(format.Factor.Length == 0 ? "" : ", ")}{format.Factor}";
        return Html.Of(
            $"""
            <section aria-labelledby="suspects">
            <h2 id="suspects">{(report.Mislabels is null ? "Unusual training examples" : "Finding the flipped labels")}</h2>
            <p class="hint">Self-influence is the score of a training example for itself: large where the model had to memorise it.
            Wrong labels must be memorised, so looking through the examples in the order of their self-influence finds them early; rare but right ones are found too.{(
                report.Mislabels is { } found ? " " + ReportCharts.AreaMeans(found) : ""
            )}</p>
            <div class="columns">
            <div class="side">{(report.Mislabels is { } curve ? ReportCharts.Mislabels(curve) : Html.Empty)}{MendingSection.Render(
                content
            )}</div>
            <div class="sheet-card">
            <h3>The {suspects.Count} largest self-influences</h3>
            <p class="unit">The <b class="flip">label</b> it was trained with, the class that the model would say, and its {unit}.</p>
            <div class="actions"><button type="button" id="copy">Copy {suspects.Count} ids</button> <button type="button" id="download">Download CSV</button> <output id="copied" aria-live="polite"></output></div>
            <ol class="suspects">
            {Rows(0, Math.Min(Open, suspects.Count))}</ol>
            {rest}<details><summary>The list as CSV</summary><pre id="csv" tabindex="0" aria-label="Suspects as comma-separated values">{SuspectFile.ToCsv(
                suspects
            )}</pre></details>
            </div>
            </div>
            </section>

            """
        );

        IEnumerable<Html> Rows(int from, int to) => Enumerable.Range(from, to - from).Select(place => Row(content, place, largest, format));
    }

    private static Html Row(PageContent content, int place, double largest, ScoreFormat format)
    {
        var suspect = content.Report.Suspects[place];
        var example = suspect.Example;
        var width = largest > 0 ? Math.Abs(suspect.SelfInfluence) / largest * 100 : 0;
        var labels = example.Label is null
            ? Html.Empty
            : Html.Of(
                $"<span class=\"labels\"><b class=\"flip\">{example.Label}</b>{(suspect.SuggestedLabel is null ? Html.Empty : Html.Of($" \u2192 {suspect.SuggestedLabel}?"))}{(example.IsFlipped ? Html.Of($" <small>flipped, really {example.TrueLabel}</small>") : Html.Empty)}</span>"
            );
        var margin = suspect.Margin is { } value ? Html.Of($" \u00b7 margin {value:0.0;\u22120.0;0.0}") : Html.Empty;
        var duplicates =
            suspect.Duplicates.Count == 0
                ? Html.Empty
                : Html.Of($"<small>nearly the same, with another label: {string.Join(", ", suspect.Duplicates)}</small>");
        var excerpt = example.Content.Png.IsEmpty
            ? Html.Of($"<span class=\"text\">{ContentText.Excerpt(example.Content)}</span>")
            : Html.Empty;
        return Html.Of(
            $"""
            <li><a class="suspect" href="#{content.Find(example).Anchor}" data-id="{example.Id}"><span class="rank">{place + 1}</span>{content.Pictures.Show(
                example.Content
            )}<span class="about">{labels}{excerpt}<small class="id">{example.Id}{margin}</small>{duplicates}</span><span class="value"><b>{format.Signed(
                suspect.SelfInfluence / content.Scale.Divisor
            )}{(suspect.Ties > 0 ? Html.Of($" <small>tied with {suspect.Ties}</small>") : Html.Empty)}</b><span class="bar"><i style="width:{width:0.#}%"></i></span></span></a></li>

            """
        );
    }
}
