namespace Microsoft.ML.Data;

/// <summary>Points in time, held as <see cref="DateTime"/>.</summary>
public sealed class DateTimeDataViewType : PrimitiveDataViewType
{
    private DateTimeDataViewType()
        : base(typeof(DateTime))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static DateTimeDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>DateTime</c>.</summary>
    public override string ToString() => "DateTime";
}
