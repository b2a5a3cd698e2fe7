using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Tests of one row by the value of one column, made once per cursor.</summary>
internal static class RowTests
{
    /// <summary>Whether a column of this type can hold a missing value.</summary>
    public static bool CanBeMissing(DataViewType type)
    {
        DataViewType item = type is VectorDataViewType vector ? vector.ItemType : type;
        return item is KeyDataViewType || item.RawType == typeof(float) || item.RawType == typeof(double);
    }

    /// <summary>Whether the value, or an item of the vector, is missing: NaN, or key 0.</summary>
    public static Func<bool> IsMissing(DataViewRow row, DataViewSchema.Column column)
    {
        bool isKey = (column.Type is VectorDataViewType vector ? vector.ItemType : column.Type) is KeyDataViewType;
        return column.Type is VectorDataViewType
            ? Number(typeof(VectorNumber<>), row, column).IsAny(isKey)
            : Number(typeof(ScalarNumber<>), row, column).IsAny(isKey);
    }

    /// <summary>The value of a scalar number or key column.</summary>
    public static Func<double> Value(DataViewRow row, DataViewSchema.Column column) => Number(typeof(ScalarNumber<>), row, column).ToValue();

    private static INumberTest Number(Type test, DataViewRow row, DataViewSchema.Column column)
    {
        Type item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        return (INumberTest)Activator.CreateInstance(test.MakeGenericType(item), RawGetter.Of(row, column));
    }

    private interface INumberTest
    {
        Func<bool> IsAny(bool missingIsZero);

        Func<double> ToValue();
    }

    private sealed class ScalarNumber<T>(ValueGetter<T> getter) : INumberTest
        where T : INumberBase<T>
    {
        private T _value;

        public Func<bool> IsAny(bool missingIsZero) => () =>
        {
            getter(ref _value);
            return missingIsZero ? T.IsZero(_value) : T.IsNaN(_value);
        };

        public Func<double> ToValue() => () =>
        {
            getter(ref _value);
            return double.CreateChecked(_value);
        };
    }

    private sealed class VectorNumber<T>(ValueGetter<VBuffer<T>> getter) : INumberTest
        where T : INumberBase<T>
    {
        private VBuffer<T> _buffer;

        public Func<bool> IsAny(bool missingIsZero) => () =>
        {
            getter(ref _buffer);
            if (missingIsZero && !_buffer.IsDense)
                return true;
            foreach (T value in _buffer.GetValues())
            {
                if (missingIsZero ? T.IsZero(value) : T.IsNaN(value))
                    return true;
            }
            return false;
        };

        public Func<double> ToValue() => throw new InvalidOperationException("A vector has no single value.");
    }
}
