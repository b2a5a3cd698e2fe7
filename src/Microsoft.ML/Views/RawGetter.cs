using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Getters of columns whose type is known at run time only; reflection happens once per getter, not per row.</summary>
internal static class RawGetter
{
    private static readonly MethodInfo s_typed = typeof(RawGetter).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static);

    /// <summary>The <see cref="ValueGetter{TValue}"/> of the raw type of a column.</summary>
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column) =>
        s_typed.MakeGenericMethod(column.Type.RawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Delegate>>()(row, column);

    private static ValueGetter<TValue> Typed<TValue>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<TValue>(column);
}
