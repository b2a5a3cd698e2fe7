namespace Microsoft.ML.Data;

/// <summary>Identities of rows, held as <see cref="DataViewRowId"/>.</summary>
public sealed class RowIdDataViewType : PrimitiveDataViewType
{
    private RowIdDataViewType()
        : base(typeof(DataViewRowId))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static RowIdDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>DataViewRowId</c>.</summary>
    public override string ToString() => "DataViewRowId";
}
