using System.IO.Hashing;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Reads one column of a cursor, row by row, into managed memory that is used again from batch to batch, and makes tensors of it.</summary>
internal abstract class ColumnFeed
{
    /// <summary>The column that is read.</summary>
    public abstract string Name { get; }

    /// <summary>Whether all rows have the same shape.</summary>
    public abstract bool HasFixedLength { get; }

    /// <summary>Binds to a cursor; called once per cursor.</summary>
    public abstract void Bind(DataViewRow row);

    /// <summary>Makes room for so many rows; what was read stays.</summary>
    /// <exception cref="InsufficientMemoryException">They are more numbers than an array holds.</exception>
    public abstract void Reserve(int rows);

    /// <summary>Reads the cursor's current row into row <paramref name="index"/>.</summary>
    public abstract void Read(int index, string id);

    /// <summary>Makes the tensors of the first <paramref name="count"/> rows.</summary>
    public abstract void AddTensors(int count, ScalarType floating, Device device, IDictionary<string, Tensor> tensors);

    /// <summary>Adds row <paramref name="index"/>, with its length, to the hash of the row's content.</summary>
    public abstract void AddTo(XxHash128 hash, int index);

    /// <summary>The feed for a column of a task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view has no such column, or one of another type.</exception>
    public static ColumnFeed Create(BatchColumn column, DataViewSchema schema)
    {
        var found = ViewColumns.Find(schema, "input", column.Name);
        var type = found.Type;
        var item = (type as VectorDataViewType)?.ItemType ?? type;
        if (!ViewColumns.Fits(column.Element, item) || (type is not VectorDataViewType && type is not PrimitiveDataViewType))
        {
            Throw.SchemaMismatch("input", column.Name, ViewColumns.Expected(column.Element), type.ToString()!);
        }

        var isKey = item is KeyDataViewType;
        return column.Element switch
        {
            BatchElement.Floating when item == NumberDataViewType.Single => new ColumnFeed<float, float>(
                column,
                found,
                ScalarType.Float32,
                (value, _) => value
            ),
            BatchElement.Floating when item == NumberDataViewType.Double => new ColumnFeed<double, double>(
                column,
                found,
                ScalarType.Float64,
                (value, _) => value
            ),
            BatchElement.Floating => ViewColumns.With(item, new FloatingFeed(column, found)),
            BatchElement.Integer => ViewColumns.With(item, new IntegerFeed(column, found, isKey)),
            _ => ViewColumns.With(item, new BooleanFeed(column, found)),
        };
    }

    private sealed class FloatingFeed(BatchColumn column, DataViewSchema.Column found) : ViewColumns.IWithType<ColumnFeed>
    {
        public ColumnFeed Invoke<T>(Func<T, double> number, Func<T, long?> whole) =>
            new ColumnFeed<T, double>(column, found, ScalarType.Float64, (value, _) => number(value));
    }

    private sealed class IntegerFeed(BatchColumn column, DataViewSchema.Column found, bool isKey) : ViewColumns.IWithType<ColumnFeed>
    {
        public ColumnFeed Invoke<T>(Func<T, double> number, Func<T, long?> whole) =>
            new ColumnFeed<T, long>(
                column,
                found,
                ScalarType.Int64,
                (value, id) =>
                {
                    if (whole(value) is not { } integer)
                    {
                        Throw.BadValue(
                            column.Name,
                            id,
                            ViewColumns.Shown(value),
                            number(value) % 1 == 0 ? ViewColumns.ExactWhole<T>() : "a whole number"
                        );
                        throw null!;
                    }

                    if (isKey && integer == 0)
                    {
                        Throw.BadValue(column.Name, id, "a missing key", "a key");
                    }

                    return isKey ? integer - 1 : integer;
                }
            );
    }

    private sealed class BooleanFeed(BatchColumn column, DataViewSchema.Column found) : ViewColumns.IWithType<ColumnFeed>
    {
        public ColumnFeed Invoke<T>(Func<T, double> number, Func<T, long?> whole) =>
            new ColumnFeed<T, bool>(
                column,
                found,
                ScalarType.Bool,
                (value, id) =>
                {
                    if (whole(value) is not (0 or 1))
                    {
                        Throw.BadValue(column.Name, id, ViewColumns.Shown(value), "0 or 1");
                    }

                    return whole(value) == 1;
                }
            );
    }
}
