namespace Microsoft.ML.Data;

/// <summary>One table that joins <see cref="DataKind"/>, column type, .NET type and the short name used in text files.</summary>
internal static class DataKinds
{
    private static readonly (DataKind Kind, PrimitiveDataViewType Type, string ShortName)[] s_table =
    [
        (DataKind.SByte, NumberDataViewType.SByte, "I1"),
        (DataKind.Byte, NumberDataViewType.Byte, "U1"),
        (DataKind.Int16, NumberDataViewType.Int16, "I2"),
        (DataKind.UInt16, NumberDataViewType.UInt16, "U2"),
        (DataKind.Int32, NumberDataViewType.Int32, "I4"),
        (DataKind.UInt32, NumberDataViewType.UInt32, "U4"),
        (DataKind.Int64, NumberDataViewType.Int64, "I8"),
        (DataKind.UInt64, NumberDataViewType.UInt64, "U8"),
        (DataKind.Single, NumberDataViewType.Single, "R4"),
        (DataKind.Double, NumberDataViewType.Double, "R8"),
        (DataKind.String, TextDataViewType.Instance, "TX"),
        (DataKind.Boolean, BooleanDataViewType.Instance, "BL"),
        (DataKind.TimeSpan, TimeSpanDataViewType.Instance, "TS"),
        (DataKind.DateTime, DateTimeDataViewType.Instance, "DT"),
        (DataKind.DateTimeOffset, DateTimeOffsetDataViewType.Instance, "DZ"),
    ];

    /// <summary>The column type of a kind, or null if the number names none.</summary>
    public static PrimitiveDataViewType TypeOf(DataKind kind) => s_table.FirstOrDefault(row => row.Kind == kind).Type;

    /// <summary>The column type of values of a .NET type, or null; <see cref="string"/> counts as text.</summary>
    public static PrimitiveDataViewType TypeOf(Type rawType) =>
        rawType == typeof(string) ? TextDataViewType.Instance
        : rawType == typeof(DataViewRowId) ? RowIdDataViewType.Instance
        : s_table.FirstOrDefault(row => row.Type.RawType == rawType).Type;

    /// <summary>The number type that represents keys of a .NET type.</summary>
    public static PrimitiveDataViewType NumberType(Type rawType) => TypeOf(rawType);

    /// <summary>The kind of values of a .NET type, or null.</summary>
    public static DataKind? KindOf(Type rawType)
    {
        PrimitiveDataViewType type = TypeOf(rawType);
        int index = Array.FindIndex(s_table, row => row.Type == type);
        return index < 0 ? null : s_table[index].Kind;
    }

    /// <summary>The two-letter name of a kind in the comment block of a text file.</summary>
    public static string ShortName(DataKind kind) => s_table.First(row => row.Kind == kind).ShortName;

    /// <summary>The kind of a two-letter name, or null.</summary>
    public static DataKind? FromShortName(string name)
    {
        int index = Array.FindIndex(s_table, row => row.ShortName.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : s_table[index].Kind;
    }
}
