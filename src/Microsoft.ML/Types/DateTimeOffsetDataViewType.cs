namespace Microsoft.ML.Data;

/// <summary>Points in time with an offset, held as <see cref="DateTimeOffset"/>.</summary>
public sealed class DateTimeOffsetDataViewType : PrimitiveDataViewType
{
    private DateTimeOffsetDataViewType()
        : base(typeof(DateTimeOffset))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static DateTimeOffsetDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>DateTimeOffset</c>.</summary>
    public override string ToString() => "DateTimeOffset";
}
