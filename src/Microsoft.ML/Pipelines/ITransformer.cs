using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Adds columns to views.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether every output row depends on its own input row only.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The schema that <see cref="Transform"/> would deliver.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>Returns the transformed view; lazy, only the schema is checked.</summary>
    /// <param name="input">The input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    IDataView Transform(IDataView input);

    /// <summary>Returns what transforms single rows.</summary>
    /// <param name="inputSchema">Schema of the input rows.</param>
    /// <exception cref="InvalidOperationException"><see cref="IsRowToRowMapper"/> is false.</exception>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
