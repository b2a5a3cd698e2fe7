using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth;

/// <summary>Queries of a chain that ends in an attribution: they pass the transforms before it, as the training rows did.</summary>
public static class ChainExtensions
{
    /// <param name="chain">A fitted chain.</param>
    extension(TransformerChain<AttributionTransformer> chain)
    {
        /// <summary>The chain, asked about queries: raw rows that pass the chain's own transforms first.</summary>
        /// <param name="queries">The queries, in the form of the chain's input.</param>
        /// <returns>A chain whose <c>Transform</c> appends scores to raw rows. Dispose its last transformer.</returns>
        public TransformerChain<AttributionTransformer> WithQueries(IDataView queries) =>
            new([.. chain.SkipLast(1), chain.LastTransformer.WithQueries(Upstream(chain, queries))]);

        /// <summary>The k strongest proponents and opponents of raw queries among the training examples.</summary>
        /// <param name="queries">The queries, in the form of the chain's input.</param>
        /// <param name="k">How many on each side, at least 1.</param>
        public IDataView TopK(IDataView queries, int k) => chain.LastTransformer.TopK(Upstream(chain, queries), k);
    }

    private static IDataView Upstream(TransformerChain<AttributionTransformer> chain, IDataView queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return chain.SkipLast(1).Aggregate(queries, (view, transformer) => transformer.Transform(view));
    }
}
