using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Keeps the rows whose number lies in a range. NaN lies in none.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columnName">Name of a scalar number column.</param>
    /// <param name="lowerBound">Inclusive lower bound.</param>
    /// <param name="upperBound">Exclusive upper bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or no number, or the bounds are in the wrong order.</exception>
    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        Throw.IfNull(input, nameof(input));
        Throw.IfEmpty(columnName, nameof(columnName));
        Throw.Unless(lowerBound <= upperBound, nameof(upperBound), $"Must be no less than lowerBound {lowerBound}, got {upperBound}.");
        DataViewSchema.Column column = Find(input, columnName, "filter", nameof(columnName));
        if (column.Type is not NumberDataViewType)
            Throw.SchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        return new FilterDataView(input, [column], row =>
        {
            Func<double> value = RowTests.Value(row, column);
            return () =>
            {
                double number = value();
                return lowerBound <= number && number < upperBound;
            };
        });
    }

    /// <summary>Keeps the rows whose key lies in a part of the range of keys: key k of n counts as (k - 0.5) / n.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columnName">Name of a scalar key column.</param>
    /// <param name="lowerBound">Inclusive lower bound, 0 to 1.</param>
    /// <param name="upperBound">Exclusive upper bound, 0 to 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or no key, or a bound is out of range.</exception>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        Throw.IfNull(input, nameof(input));
        Throw.IfEmpty(columnName, nameof(columnName));
        Throw.Unless(lowerBound is >= 0 and <= 1, nameof(lowerBound), $"Must be in [0, 1], got {lowerBound}.");
        Throw.Unless(upperBound is >= 0 and <= 2, nameof(upperBound), $"Must be in [0, 2], got {upperBound}.");
        Throw.Unless(lowerBound <= upperBound, nameof(upperBound), $"Must be no less than lowerBound {lowerBound}, got {upperBound}.");
        DataViewSchema.Column column = Find(input, columnName, "filter", nameof(columnName));
        var key = column.Type as KeyDataViewType;
        if (key is null)
            Throw.SchemaMismatch(nameof(columnName), "filter", columnName, "key", column.Type.ToString());
        return new FilterDataView(input, [column], row =>
        {
            Func<double> value = RowTests.Value(row, column);
            return () =>
            {
                double fraction = (value() - 0.5) / key.Count;
                return lowerBound <= fraction && fraction < upperBound;
            };
        });
    }

    /// <summary>Drops the rows that have a missing value in any of some columns: NaN, or key 0.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columns">Names of columns of floats, doubles or keys, or vectors of these.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        Throw.IfNull(input, nameof(input));
        Throw.Unless(columns?.Length > 0, nameof(columns), "Name at least one column.");
        DataViewSchema.Column[] tested = [.. columns.Select(name => Find(input, name, "filter", nameof(columns)))];
        foreach (DataViewSchema.Column column in tested.Where(column => !RowTests.CanBeMissing(column.Type)))
            Throw.SchemaMismatch(nameof(columns), "filter", column.Name, "Single, Double, key, or a vector of these", column.Type.ToString());
        return new FilterDataView(input, tested, row =>
        {
            Func<bool>[] tests = [.. tested.Select(column => RowTests.IsMissing(row, column))];
            return () => Array.TrueForAll(tests, isMissing => !isMissing());
        });
    }
}
