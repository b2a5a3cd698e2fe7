using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Quality against storage and against the time of a query.</summary>
internal static class CostSection
{
    public static Html Render(EvaluationResult result, MethodColours colours) =>
        Html.Of(
            $"""
        <section aria-labelledby="costs">
        <h2 id="costs">What does quality cost?</h2>
        <p class="hint">Each point is a method with its options. The dashed line joins those that no other beats at the same or a lower cost.
        Bytes are those of the store, the curvature divided by the number of examples among them. Methods that keep no features run the model again for every question and pay with time.</p>
        <div class="columns">
        {Chart(result, colours, "Score and storage", "bytes per training example, curvature included", method => method.BytesPerExample)}{Chart(
            result, colours, "Score and time of a question", $"seconds to score {result.Task.QueryCount} queries against {result.Task.TrainCount} examples", method => method.QuerySeconds)}</div>
        </section>

        """
        );

    private static Html Chart(
        EvaluationResult result,
        MethodColours colours,
        string title,
        string cost,
        Func<MethodResult, double> value
    ) =>
        new SvgScatterChart
        {
            Title = title,
            Description = $"{result.Methods.Count} methods: linear datamodeling score of the loss against {cost}.",
            XAxis = new ChartAxis(cost) { IsLogarithmic = true },
            YAxis = new ChartAxis("linear datamodeling score (loss), 95 % over queries"),
            Points =
            [
                .. result.Methods.Select(method => new ScatterPoint(
                    method.Label,
                    method.Method,
                    value(method),
                    method.Loss.Mean,
                    (method.Loss.OverQueries.Low, method.Loss.OverQueries.High),
                    colours.Of(method)
                )
                {
                    Mark = colours.MarkOf(method),
                }),
            ],
        }.Render();
}
