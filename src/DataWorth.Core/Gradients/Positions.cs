namespace DataWorth.Gradients;

/// <summary>Brings what modules see into the form [B, T, X].</summary>
internal static class Positions
{
    /// <summary>[B, ..., X] to [B, T, X]; T = 1 when there are no positions.</summary>
    public static Tensor Flatten(Tensor values) =>
        values.dim() switch
        {
            2 => values.unsqueeze(1),
            3 => values.alias(),
            _ => values.reshape(values.shape[0], -1, values.shape[^1]),
        };

    /// <summary>Images [B, C, H, W] to [B, H W, C].</summary>
    public static Tensor FlattenImage(Tensor values) => values.flatten(2).transpose(1, 2);

    /// <summary>[B, T, X] to [B, T, X + 1] with a last column of ones.</summary>
    public static Tensor AppendOne(Tensor values) =>
        cat([values, ones([values.shape[0], values.shape[1], 1], values.dtype, values.device)], -1);
}
