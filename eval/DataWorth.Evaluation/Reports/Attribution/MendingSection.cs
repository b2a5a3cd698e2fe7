using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Says what can be done now, and what came of it where it was tried.</summary>
internal static class MendingSection
{
    /// <summary>Draws the card.</summary>
    public static Html Render(PageContent content)
    {
        return Html.Of(
            $"""
            <div class="sheet-card">
            <h3 id="now">What now</h3>
            <ol class="steps">
            <li><b>Inspect</b> the suspects in their order, and the strongest opponents of wrong predictions. A click shows an example large, with every query it touches.</li>
            <li><b>Mend</b> labels that are wrong, or drop the rows: copy the ids, or download the list.</li>
            <li><b>Train again</b> with the same seed, and compare.{(content.Report.Mending is { } mending ? Tried(mending) : Html.Empty)}</li>
            </ol>
            </div>

            """
        );
    }

    private static Html Tried(ReportMending mending)
    {
        var flipped = mending.FlippedRemoved is { } count ? FormattableString.Invariant($" ({count:N0} of them flipped)") : "";
        return Html.Of(
            $"""
             This was tried without looking: the {mending.Removed:N0} examples of the largest self-influence{flipped} were left out, nothing was mended.
            <dl class="figures before-after"><div><dt>accuracy before</dt><dd>{Share(mending.AccuracyBefore)}</dd></div><div><dt>accuracy after</dt><dd>{Share(
                mending.AccuracyAfter
            )}</dd><dd class="note">{Change(mending)} on the test data</dd></div></dl>
            """
        );
    }

    private static string Share(double accuracy) => (100 * accuracy).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Change(ReportMending mending) =>
        (100 * (mending.AccuracyAfter - mending.AccuracyBefore)).ToString("+0.0;\u22120.0;\u00b10.0", CultureInfo.InvariantCulture) + " points";
}
