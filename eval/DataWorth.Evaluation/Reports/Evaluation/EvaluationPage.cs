using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Draws an <see cref="EvaluationResult"/> as one self-contained page.</summary>
public static class EvaluationPage
{
    /// <summary>Draws the page.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="views">Shows examples; null to name them only.</param>
    /// <exception cref="ArgumentException">The result has no method.</exception>
    public static HtmlPage Create(EvaluationResult result, ExampleViews? views = null)
    {
        if (result.Methods.Count == 0)
        {
            Throw.NoMethods(result.Name);
        }

        var colours = new MethodColours(result);
        return new HtmlPage
        {
            Title = $"DataWorth: {result.Name}",
            StyleSheet = HtmlPage.Resource("evaluation.css"),
            Body = Html.Of(
                $"""
                <header>
                <p class="brand">DataWorth <span>evaluation</span> <b>{result.Name}</b></p>
                <h1>{result.Verdict!.Headline}</h1>
                <p class="verdict-numbers">{result.Verdict.Details}</p>
                <p class="lead">{Lead(result)}</p>
                {Cautions(result.Warnings)}
                <dl class="figures">
                {Figures(result)}</dl>
                </header>
                <main>
                {ScoreSection.Render(result, colours)}{CostSection.Render(result, colours)}{RemovalSection.Render(
                    result
                )}{CheckSection.Render(result)}{QuerySection.Render(result, views)}{RunSection.Render(result)}</main>
                <footer><p>Made by DataWorth. Intervals are 95 % bootstrap intervals.</p></footer>
                """
            ),
        };
    }

    private static string Lead(EvaluationResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{CountText.Of(result.Methods.Count, "attribution")} of {CountText.Of(result.Task.QueryCount, "query", "queries")} to {CountText.Of(result.Task.TrainCount, "training example")}, judged by models that were really trained without some of them: {CountText.Of(result.Subsets.Count, "subset")} of {result.Subsets.Fraction * 100:0.#} % of the data, {CountText.Of(result.Subsets.Retrainings, "retraining")} of each."
        );

    private static Html Cautions(IReadOnlyList<EvaluationWarning> warnings) =>
        warnings.Count == 0
            ? Html.Empty
            : Html.Of(
                $"""
                <aside class="cautions" aria-labelledby="cautions"><h2 id="cautions">Read with caution</h2>
                <ul>{warnings.Select(warning => Html.Of($"<li>{warning.Message}</li>\n"))}</ul></aside>

                """
            );

    private static IEnumerable<Html> Figures(EvaluationResult result)
    {
        var best = result.Methods.MaxBy(method => method.Loss.Mean)!;
        yield return Figure(
            Number(best.Loss.Mean),
            "highest score",
            $"{best.Label}, {Number(best.Loss.OverQueries.Low)} to {Number(best.Loss.OverQueries.High)}"
        );
        if (result.Ceiling is { } ceiling)
        {
            yield return Figure(Number(ceiling.Ceiling), "noise ceiling", "what retrainings predict of each other");
        }

        yield return Figure(
            (result.Subsets.Count * result.Subsets.Retrainings).ToString("N0", CultureInfo.InvariantCulture),
            "retrained models",
            $"{result.ModelSeeds.Count} attributed models"
        );
        if (
            result.Brittleness is { } removal
            && removal.Curves.Where(curve => !curve.IsControl && curve.Points.Count > 0).ToList() is { Count: > 0 } curves
            && curves[0].Points[^1].FlippedShare is not null
        )
        {
            var strongest = curves.MaxBy(curve => curve.Points[^1].FlippedShare)!;
            yield return Figure(
                strongest.Points[^1].FlippedShare!.Value.ToString("P0", CultureInfo.InvariantCulture),
                "of the predictions flip",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"without {strongest.Points[^1].Removed:N0} examples chosen by {strongest.Label}"
                )
            );
        }
        else
        {
            yield return Figure(
                result.Task.ModelAccuracy.ToString("P1", CultureInfo.InvariantCulture),
                "accuracy of the attributed models",
                $"loss {Number(result.Task.ModelLoss)}"
            );
        }
    }

    private static Html Figure(string value, string name, string note) =>
        Html.Of($"<div><dt>{name}</dt><dd>{value}</dd><dd class=\"note\">{note}</dd></div>\n");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
