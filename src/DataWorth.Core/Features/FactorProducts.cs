namespace DataWorth.Features;

/// <summary>Inner products of gradients in factored form, G_n = sum_c u_nc v_nc^T, with matrices, without forming G.</summary>
internal static class FactorProducts
{
    private const long TileRows = 256;

    /// <summary>Numbers of a tile between its product and its sum: 2 MiB in float32 stay in the processor's cache.</summary>
    private const long TileNumbers = 1 << 19;

    /// <summary>sums_nq += sum_c u_nc . (Q_q v_nc): sum_n,q 2 c O I operations in matrix products, as many as with dense rows for c =
    /// 1.</summary>
    /// <param name="sums">Receives the sums, [N, Q], any strides.</param>
    /// <param name="u">U [N, O, c] in the queries' type.</param>
    /// <param name="v">V [N, I, c] in the queries' type.</param>
    /// <param name="queries">Q [Q, O, I].</param>
    public static void Add(Tensor sums, Tensor u, Tensor v, Tensor queries)
    {
        using var scope = NewDisposeScope();
        var (count, outputs, inputs) = (queries.shape[0], queries.shape[1], queries.shape[2]);
        var rows = queries.reshape(count * outputs, inputs);
        var height = Math.Min(TileRows, u.shape[0]);
        var width = Math.Max(1, TileNumbers / Math.Max(1, height * outputs)); // queries per tile
        for (long c = 0; c < u.shape[2]; c++)
        {
            var (left, right) = (u.select(2, c).unsqueeze(1), v.select(2, c)); // [N, 1, O], [N, I]
            for (long query = 0; query < count; query += width)
            {
                var queriesInTile = Math.Min(width, count - query);
                var panel = rows.narrow(0, query * outputs, queriesInTile * outputs).t();
                for (long first = 0; first < u.shape[0]; first += height)
                {
                    using var inner = NewDisposeScope();
                    var examples = Math.Min(height, u.shape[0] - first);
                    var products = mm(right.narrow(0, first, examples), panel).view(examples, queriesInTile, outputs);
                    sums.narrow(0, first, examples)
                        .narrow(1, query, queriesInTile)
                        .add_(products.mul_(left.narrow(0, first, examples)).sum(-1));
                }
            }
        }
    }
}
