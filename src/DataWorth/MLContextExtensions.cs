using Microsoft.ML;

namespace DataWorth;

/// <summary>Adds <c>mlContext.Attribution</c>.</summary>
public static class MLContextExtensions
{
    extension(MLContext mlContext)
    {
        /// <summary>Training data attribution: which training examples raised or lowered a query's measurement, and by how much.</summary>
        public AttributionCatalog Attribution => new(mlContext);
    }
}
