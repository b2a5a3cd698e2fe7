namespace Microsoft.ML.Data;

/// <summary>Makes a <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/> or <see cref="ulong"/> member a key column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>Keys with as many categories as the member's type can hold.</summary>
    public KeyTypeAttribute()
    {
    }

    /// <summary>Keys with a given number of categories.</summary>
    /// <param name="count">Number of categories; values are 0 (missing) to <paramref name="count"/>.</param>
    public KeyTypeAttribute(ulong count) => KeyCount = new KeyCount(count);

    internal KeyCount KeyCount { get; }
}
