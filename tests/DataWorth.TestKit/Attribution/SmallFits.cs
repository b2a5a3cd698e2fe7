using DataWorth.Configuration;
using DataWorth.Methods;

namespace DataWorth.TestKit;

/// <summary>Fits any method of the table on a small problem, with sizes that fit it.</summary>
public static class SmallFits
{
    private static readonly (string Name, string Value)[] s_sizes =
    [
        ("rank", "4"),
        ("dimension", "20"),
        ("subspace", "6"),
        ("storage", "float64"),
        ("iterations", "12"),
    ];

    public static AttributionOptions Options(AttributionProblem problem, string name)
    {
        var method = MethodTable.Get(name);
        var known = OptionsBinder.Describe(method.DefaultOptions());
        var values = s_sizes.Where(entry => known.ContainsKey(entry.Name)).ToDictionary(entry => entry.Name, entry => entry.Value);
        return OptionsBinder.Bind(method.DefaultOptions(), values) with { Store = problem.Store };
    }

    public static AttributionEstimator Estimator(
        AttributionProblem problem,
        string name,
        Func<AttributionOptions, AttributionOptions>? change = null
    )
    {
        var options = Options(problem, name);
        return MethodTable.Get(name).Create(problem.MLContext, problem.Classifier.Task, change?.Invoke(options) ?? options);
    }

    public static AttributionTransformer Fit(
        AttributionProblem problem,
        string name,
        Func<AttributionOptions, AttributionOptions>? change = null
    ) => Estimator(problem, name, change).Fit(problem.TrainView).WithQueries(problem.QueryView);

    /// <summary>Scores of the training examples, row-major.</summary>
    public static double[] Scores(AttributionTransformer fitted, AttributionProblem problem) =>
        [.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)];
}
