using DataWorth.Gradients;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>What the blocks of a language model share in one pass: where the tokens stand, the angles of their positions, the
/// cache.</summary>
public sealed class SequenceContext
{
    internal SequenceContext(KeyValueCache? cache, Tensor tokens, RotaryPositions? rotary, Tensor like)
    {
        (Cache, Start, Length) = (cache, cache?.Length ?? 0, tokens.shape[1]);
        (Cosines, Sines) = rotary is null ? (null, null) : rotary.Of(Start, Length, like);
    }

    /// <summary>Keys and values of earlier tokens; null where all tokens are given.</summary>
    public KeyValueCache? Cache { get; }

    /// <summary>Position of the first token.</summary>
    public long Start { get; }

    /// <summary>Number of tokens T.</summary>
    public long Length { get; }

    /// <summary>Cosines of the angles, [T, R / 2]; null without rotary positions.</summary>
    public Tensor? Cosines { get; }

    /// <summary>Sines of the angles, [T, R / 2]; null without rotary positions.</summary>
    public Tensor? Sines { get; }

    /// <summary>Turns the first R of D features of each head by the angles of their positions, feature i together with feature i + R / 2
    /// ("rotate half").</summary>
    /// <param name="heads">Queries or keys, [B, H, T, D].</param>
    public Tensor Turn(Tensor heads)
    {
        if (Cosines is null || Sines is null)
        {
            return heads;
        }

        var half = Cosines.shape[1];
        var (left, right) = (heads.narrow(-1, 0, half), heads.narrow(-1, half, half));
        var rest = heads.shape[3] - (2 * half);
        Tensor[] turned = [(left * Cosines) - (right * Sines), (right * Cosines) + (left * Sines)];
        return cat(rest == 0 ? turned : [.. turned, heads.narrow(-1, 2 * half, rest)], -1); // [B, H, T, D]
    }

    /// <summary>Causal attention: softmax(q kᵀ / √D) v over the positions up to each query's own.</summary>
    /// <param name="layer">Number of the block, for the cache.</param>
    /// <param name="queries">[B, H, T, D].</param>
    /// <param name="keys">[B, K, T, D]; K divides H, and H / K neighbouring queries share one.</param>
    /// <param name="values">[B, K, T, D].</param>
    /// <param name="dropout">Probability of dropping a weight. Default 0.</param>
    /// <returns>[B, T, H D].</returns>
    public Tensor Attend(int layer, Tensor queries, Tensor keys, Tensor values, double dropout = 0)
    {
        if (Cache is not null)
        {
            (keys, values) = Cache.Append(layer, keys, values);
        }

        var (batch, heads, length, size) = (queries.shape[0], queries.shape[1], queries.shape[2], queries.shape[3]);
        var seen = keys.shape[2];
        (keys, values) = (Shared(keys, heads), Shared(values, heads));
        // With earlier keys, row t of the mask begins Start positions further right.
        Tensor Mask() => ones([length, seen], ScalarType.Bool, queries.device).tril(Start); // [T, S]
        var mixed = SecondDerivatives.AreTaken
            ? WrittenOut(queries, keys, values, Mask(), dropout)
            : nn.functional.scaled_dot_product_attention(
                queries,
                keys,
                values,
                Start == 0 || length == 1 ? null : Mask(),
                dropout,
                is_casual: Start == 0
            ); // [B, H, T, D]
        return mixed.transpose(1, 2).reshape(batch, length, heads * size); // [B, T, H D]
    }

    // libtorch's fused attention on the processor has no second derivative.
    private static Tensor WrittenOut(Tensor queries, Tensor keys, Tensor values, Tensor mask, double dropout)
    {
        var products = matmul(queries, keys.transpose(-2, -1)) / Math.Sqrt(queries.shape[^1]); // [B, H, T, S]
        var weights = products.masked_fill(mask.logical_not(), double.NegativeInfinity).softmax(-1);
        return matmul(dropout == 0 ? weights : nn.functional.dropout(weights, dropout), values); // [B, H, T, D]
    }

    private static Tensor Shared(Tensor values, long heads)
    {
        var (batch, groups, length, size) = (values.shape[0], values.shape[1], values.shape[2], values.shape[3]);
        return groups == heads
            ? values
            : values.unsqueeze(2).expand(batch, groups, heads / groups, length, size).reshape(batch, heads, length, size); // [B, H, T, D]
    }
}
