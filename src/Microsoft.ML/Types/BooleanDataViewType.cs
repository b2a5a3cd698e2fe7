namespace Microsoft.ML.Data;

/// <summary>Truth values, held as <see cref="bool"/>.</summary>
public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    private BooleanDataViewType()
        : base(typeof(bool))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static BooleanDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>Boolean</c>.</summary>
    public override string ToString() => "Boolean";
}
