namespace Microsoft.ML.Data;

/// <summary>Text, held as <see cref="ReadOnlyMemory{T}"/> of <see cref="char"/>; missing is empty.</summary>
public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType()
        : base(typeof(ReadOnlyMemory<char>))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static TextDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>String</c>.</summary>
    public override string ToString() => "String";
}
