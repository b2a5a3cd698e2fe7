using DataWorth.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Finds and reads columns of a data view whatever their exact number type.</summary>
internal static class ViewColumns
{
    /// <summary>The visible column of that name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name)
    {
        if (schema.GetColumnOrNull(name) is { } column)
        {
            return column;
        }

        var names = schema.Where(c => !c.IsHidden).Select(c => c.Name).ToList();
        Throw.MissingColumn(role, name, names, ClosestName.Of(name, names), "Rename the column, or set the task's column name.");
        throw null!;
    }

    /// <summary>Reads a scalar of any number, key or boolean type as a double (exact up to 2^53).</summary>
    public static Func<double> NumberReader(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        return type == typeof(float) ? Read<float>(row, column, value => value)
            : type == typeof(double) ? Read<double>(row, column, value => value)
            : type == typeof(int) ? Read<int>(row, column, value => value)
            : type == typeof(uint) ? Read<uint>(row, column, value => value)
            : type == typeof(long) ? Read<long>(row, column, value => value)
            : type == typeof(ulong) ? Read<ulong>(row, column, value => value)
            : type == typeof(short) ? Read<short>(row, column, value => value)
            : type == typeof(ushort) ? Read<ushort>(row, column, value => value)
            : type == typeof(byte) ? Read<byte>(row, column, value => value)
            : type == typeof(sbyte) ? Read<sbyte>(row, column, value => value)
            : Read<bool>(row, column, value => value ? 1 : 0);
    }

    /// <summary>Reads ids: text, a number, or (when the view has no id column) the row's position as 'row-7'.</summary>
    public static Func<string> IdReader(DataViewRow row, DataViewSchema.Column? column)
    {
        if (column is not { } id)
        {
            return () => "row-" + row.Position;
        }

        if (id.Type is TextDataViewType)
        {
            var getter = row.GetGetter<ReadOnlyMemory<char>>(id);
            var text = default(ReadOnlyMemory<char>);
            return () =>
            {
                getter(ref text);
                return text.ToString();
            };
        }

        var number = NumberReader(row, id);
        return () => ((long)number()).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The id column of a view, if it has one, checked.</summary>
    public static DataViewSchema.Column? FindId(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name);
        if (column is { } found && found.Type is not (TextDataViewType or NumberDataViewType or KeyDataViewType))
        {
            Throw.SchemaMismatch("id", name, "String or a number", found.Type.ToString()!);
        }

        return column;
    }

    private static Func<double> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
