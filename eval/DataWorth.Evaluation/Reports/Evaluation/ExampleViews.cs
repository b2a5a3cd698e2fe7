namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Shows the examples of a task.</summary>
/// <param name="query">Shows a query by its position.</param>
/// <param name="training">Shows a training example by its position.</param>
public sealed class ExampleViews(Func<int, ExampleView?> query, Func<int, ExampleView?> training)
{
    /// <summary>A query.</summary>
    /// <param name="position">0 .. Q - 1.</param>
    public ExampleView? Query(int position) => query(position);

    /// <summary>A training example.</summary>
    /// <param name="position">0 .. N - 1.</param>
    public ExampleView? Training(int position) => training(position);
}
