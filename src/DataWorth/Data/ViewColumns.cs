using System.Globalization;
using DataWorth.Tasks;
using DataWorth.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Finds and reads columns of a data view whatever their exact number type.</summary>
internal static class ViewColumns
{
    // Whole numbers are exact below: from here on, neighbours are the same number.
    private const double LargestExact = 1L << 53;
    private const float LargestExactSingle = 1 << 24;

    /// <summary>Something that is made for the type of a column's values.</summary>
    /// <typeparam name="TResult">What is made.</typeparam>
    public interface IWithType<TResult>
    {
        /// <summary>Makes it.</summary>
        /// <typeparam name="T">Type of the values.</typeparam>
        /// <param name="number">A value as a number.</param>
        /// <param name="whole">A value as a whole number; null where it is none.</param>
        TResult Invoke<T>(Func<T, double> number, Func<T, long?> whole);
    }

    /// <summary>The visible column of that name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static DataViewSchema.Column Find(
        DataViewSchema schema,
        string role,
        string name,
        string remedy = "Rename the column, or set the task's column name."
    )
    {
        if (schema.GetColumnOrNull(name) is { } column)
        {
            return column;
        }

        var names = schema.Where(c => !c.IsHidden).Select(c => c.Name).ToList();
        Throw.MissingColumn(role, name, names, ClosestName.Of(name, names), remedy);
        throw null!;
    }

    /// <summary>Whether values of an item type can become an element of a batch.</summary>
    public static bool Fits(BatchElement element, DataViewType item) =>
        item is NumberDataViewType or BooleanDataViewType || (item is KeyDataViewType && element == BatchElement.Integer);

    /// <summary>What an element expects, for messages.</summary>
    public static string Expected(BatchElement element) =>
        element switch
        {
            BatchElement.Floating => "numbers (a scalar or a vector)",
            BatchElement.Integer => "whole numbers or keys (a scalar or a vector)",
            _ => "truth values (a scalar or a vector)",
        };

    /// <summary>Makes something for the type of an item.</summary>
    public static TResult With<TResult>(DataViewType item, IWithType<TResult> made)
    {
        var type = item.RawType;
        return type == typeof(float)
                ? made.Invoke<float>(value => value, value => Math.Abs(value) < LargestExactSingle ? Whole(value) : null)
            : type == typeof(double) ? made.Invoke<double>(value => value, Whole)
            : type == typeof(int) ? made.Invoke<int>(value => value, value => value)
            : type == typeof(uint) ? made.Invoke<uint>(value => value, value => value)
            : type == typeof(long) ? made.Invoke<long>(value => value, value => value)
            : type == typeof(ulong) ? made.Invoke<ulong>(value => value, value => value <= long.MaxValue ? (long)value : null)
            : type == typeof(short) ? made.Invoke<short>(value => value, value => value)
            : type == typeof(ushort) ? made.Invoke<ushort>(value => value, value => value)
            : type == typeof(byte) ? made.Invoke<byte>(value => value, value => value)
            : type == typeof(sbyte) ? made.Invoke<sbyte>(value => value, value => value)
            : made.Invoke<bool>(value => value ? 1 : 0, value => value ? 1 : 0);
    }

    /// <summary>A value as its type writes it, for messages.</summary>
    public static string Shown<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value:g}");

    /// <summary>Which whole numbers of a type are taken, for messages about one that is not.</summary>
    public static string ExactWhole<T>() =>
        typeof(T) == typeof(ulong) ? "a whole number below 2^63"
        : typeof(T) == typeof(float) ? "a whole number below 2^24 in a Single"
        : "a whole number below 2^53 in a Double";

    private static long? Whole(double value) => value == Math.Floor(value) && Math.Abs(value) < LargestExact ? (long)value : null;
}
