namespace Microsoft.ML.Data;

/// <summary>Durations, held as <see cref="TimeSpan"/>.</summary>
public sealed class TimeSpanDataViewType : PrimitiveDataViewType
{
    private TimeSpanDataViewType()
        : base(typeof(TimeSpan))
    {
    }

    /// <summary>The only object of this type.</summary>
    public static TimeSpanDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <summary>The text <c>TimeSpan</c>.</summary>
    public override string ToString() => "TimeSpan";
}
