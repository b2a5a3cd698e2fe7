namespace DataWorth.Gradients;

/// <summary>Which positions of a batch are real.</summary>
/// <param name="Values">1 at real positions, 0 at padding, [B, T], in the model's floating type.</param>
/// <param name="Count">Number of real positions.</param>
public sealed record PositionMask(Tensor Values, long Count)
{
    /// <summary>Counts the real positions of a mask [B, T].</summary>
    /// <param name="mask">The mask, or null.</param>
    /// <param name="examples">B.</param>
    /// <exception cref="ArgumentException">It has another shape, or other values than 0 and 1.</exception>
    public static PositionMask? From(Tensor? mask, int examples)
    {
        if (mask is null)
        {
            return null;
        }

        if (mask.dim() != 2 || mask.shape[0] != examples)
        {
            CoreThrow.BatchShape("(position mask)", $"[{examples}, positions]", $"[{string.Join(", ", mask.shape)}]");
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (!mask.eq(0).logical_or(mask.eq(1)).all().item<bool>())
        {
            CoreThrow.MaskValues();
        }

        return new PositionMask(mask, mask.to_type(ScalarType.Int64).sum().item<long>());
    }

    /// <summary>Whether some position is padding.</summary>
    public bool HasPadding => Count < Values.NumberOfElements;

    /// <summary>Zeroes the padding of [B, T, ...]; values with other positions (a pooled vector, an image) are left as they are.</summary>
    public Tensor Apply(Tensor values) =>
        Fits(values)
            ? values * Values.to_type(values.dtype).reshape([.. Values.shape, .. Enumerable.Repeat(1L, (int)values.dim() - 2)])
            : values;

    /// <summary>Whether [B, T, ..., X] has this mask's examples and positions, and some of them are padding: otherwise there is nothing to
    /// zero.</summary>
    public bool Fits(Tensor values) =>
        HasPadding && values.dim() > 2 && values.shape[0] == Values.shape[0] && values.shape[1] == Values.shape[1];

    /// <summary>Number of real positions of values [B, T, ..., X]; each of the inner dimensions counts as positions too.</summary>
    public long CountOf(Tensor values)
    {
        var all = values.NumberOfElements / values.shape[^1];
        return Fits(values) ? Count * (all / (Values.shape[0] * Values.shape[1])) : all;
    }
}
