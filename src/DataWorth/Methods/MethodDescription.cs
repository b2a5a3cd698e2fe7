using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods;

/// <summary>One row of the method table.</summary>
/// <param name="Name">Name in pipeline files and on the command line, e.g. "logra".</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="FeatureMap">First part of the recipe.</param>
/// <param name="Curvature">Second part.</param>
/// <param name="Storage">Third part: what is stored per example.</param>
/// <param name="Cost">Passes over the training data and what dominates.</param>
/// <param name="DefaultOptions">Makes options with the method's defaults.</param>
/// <param name="CreateRecipe">Makes the recipe of options.</param>
public sealed record MethodDescription(
    string Name,
    string Title,
    string Summary,
    string FeatureMap,
    string Curvature,
    string Storage,
    string Cost,
    Func<AttributionOptions> DefaultOptions,
    Func<AttributionOptions, Recipe> CreateRecipe
)
{
    /// <summary>Makes the estimator.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="options">Options of the method's type.</param>
    public AttributionEstimator Create(MLContext mlContext, AttributionTask task, AttributionOptions options) =>
        new(mlContext, task, CreateRecipe(options));
}
