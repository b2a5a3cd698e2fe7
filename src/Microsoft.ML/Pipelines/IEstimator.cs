namespace Microsoft.ML;

/// <summary>Learns from a view and yields a transformer.</summary>
/// <typeparam name="TTransformer">What it yields.</typeparam>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <summary>Learns from the rows.</summary>
    /// <param name="input">The rows.</param>
    TTransformer Fit(IDataView input);

    /// <summary>The shape of what the transformer will deliver, known before it is fitted.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
