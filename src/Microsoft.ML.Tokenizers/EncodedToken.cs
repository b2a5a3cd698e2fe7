namespace Microsoft.ML.Tokenizers;

/// <summary>A token of an encoded text.</summary>
public readonly struct EncodedToken : IEquatable<EncodedToken>
{
    /// <summary>Makes a token.</summary>
    /// <param name="id">The number of the token.</param>
    /// <param name="value">The token as text.</param>
    /// <param name="offset">Its place in the (normalised) text, in characters.</param>
    public EncodedToken(int id, string value, Range offset)
    {
        Id = id;
        Value = value;
        Offset = offset;
    }

    /// <summary>The number of the token.</summary>
    public int Id { get; }

    /// <summary>The token as text.</summary>
    public string Value { get; }

    /// <summary>Its place in the (normalised) text, in characters. A token that ends within a character ends before it.</summary>
    public Range Offset { get; }

    /// <inheritdoc/>
    public bool Equals(EncodedToken other) => Id == other.Id && Value == other.Value && Offset.Equals(other.Offset);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EncodedToken other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Value, Offset);
}
