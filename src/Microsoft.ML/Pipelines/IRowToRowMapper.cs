namespace Microsoft.ML.Data;

/// <summary>Transforms single rows.</summary>
public interface IRowToRowMapper
{
    /// <summary>Schema of the input rows.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>Schema of the output rows.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that output columns are computed from.</summary>
    /// <param name="dependingColumns">Columns of <see cref="OutputSchema"/>.</param>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>Returns the output row of an input row; it follows the input row as that moves. Disposing it disposes the input row.</summary>
    /// <param name="input">Row of <see cref="InputSchema"/> with the dependencies active.</param>
    /// <param name="activeColumns">Columns of <see cref="OutputSchema"/> to be active.</param>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}
