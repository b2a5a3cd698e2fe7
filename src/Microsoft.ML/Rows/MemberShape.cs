namespace Microsoft.ML.Data;

/// <summary>How a .NET type of a member maps to the raw type of a column.</summary>
internal sealed record MemberShape(Type MemberType, Type ItemType, MemberForm Form)
{
    /// <summary>The raw type of the column.</summary>
    public Type RawType => Form == MemberForm.Scalar ? ItemType : typeof(VBuffer<>).MakeGenericType(ItemType);

    public bool IsVector => Form != MemberForm.Scalar;

    /// <summary>The type of the column if nothing else is said of it.</summary>
    public DataViewType DefaultType => IsVector ? new VectorDataViewType(DataKinds.TypeOf(ItemType)) : DataKinds.TypeOf(ItemType);

    /// <summary>The shape of a type, or null if no column can hold it.</summary>
    public static MemberShape Of(Type type)
    {
        (Type item, MemberForm form) = type switch
        {
            { IsSZArray: true } => (type.GetElementType(), MemberForm.Array),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(VBuffer<>) => (type.GetGenericArguments()[0], MemberForm.Buffer),
            _ => (type, MemberForm.Scalar),
        };
        if (DataKinds.TypeOf(item) is null || (form == MemberForm.Buffer && item == typeof(string)))
            return null;
        return new MemberShape(type, item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item, form);
    }
}
