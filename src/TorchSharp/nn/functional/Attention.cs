namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(q kᵀ / √E + mask) v.</summary>
            /// <param name="query">Queries, [*, L, E].</param>
            /// <param name="key">Keys, [*, S, E].</param>
            /// <param name="value">Values, [*, S, V].</param>
            /// <param name="attn_mask">Mask that is broadcast to [*, L, S]: Bool, true takes part; or a number that is added. Null for none.</param>
            /// <param name="p">Probability of dropping an attention weight. Default 0.</param>
            /// <param name="is_casual">True for the causal mask: position i sees the positions up to i. The real package spells it so.</param>
            /// <returns>Weighted values, [*, L, V].</returns>
            /// <exception cref="ArgumentException">A mask and <paramref name="is_casual"/> are both given.</exception>
            /// <remarks>Composed of products: libtorch 1.13 has no operator of this contract.</remarks>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (attn_mask is not null && is_casual)
                {
                    throw new ArgumentException("Give either attn_mask or is_casual, not both.", nameof(attn_mask));
                }
                using var scope = NewDisposeScope();
                var scaled = query * (1 / Math.Sqrt(query.shape[^1]));
                var weights = scaled.matmul(key.transpose(-2, -1)); // [*, L, S]
                if (is_casual)
                {
                    attn_mask = ones([query.shape[^2], key.shape[^2]], ScalarType.Bool, query.device).tril();
                }
                if (attn_mask is { dtype: ScalarType.Bool })
                {
                    weights = weights.masked_fill(attn_mask.logical_not(), double.NegativeInfinity);
                }
                else if (attn_mask is not null)
                {
                    weights += attn_mask;
                }
                weights = softmax(weights, -1);
                if (p > 0) weights = dropout(weights, p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
