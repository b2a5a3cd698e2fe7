namespace DataWorth.Codecs;

/// <summary>Inner products of stored rows with queries that never hold more than a tile of the rows in the queries' type.</summary>
/// <remarks>
/// Tiles of 256 rows and 1,024 columns (1 MiB in float32) stay in the processor's cache between conversion and product, so that memory is
/// read at the stored width only.
/// </remarks>
internal static class TiledScore
{
    private const int TileRows = 256;
    private const int TileColumns = 1024;

    /// <summary>sums_nq += scale_n sum_j x_nj q_qj.</summary>
    /// <param name="sums">Receives the sums, [N, Q] in the queries' type.</param>
    /// <param name="rows">Stored numbers x [N, D], any element type; with a table bytes [N, ceil(D / k)].</param>
    /// <param name="queries">q [Q, D].</param>
    /// <param name="scales">Factors per row [N], or null for 1.</param>
    /// <param name="table">The k numbers x that each byte stands for, [256, k] in the queries' type; null when numbers are stored.</param>
    public static void Add(Tensor sums, Tensor rows, Tensor queries, Tensor? scales = null, Tensor? table = null)
    {
        using var scope = NewDisposeScope();
        var tile = empty([table is null ? TileRows * TileColumns : 0], queries.dtype, queries.device);
        var perStored = table?.shape[1] ?? 1;
        for (long row = 0; row < rows.shape[0]; row += TileRows)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(TileRows, rows.shape[0] - row);
            var target = sums.narrow(0, row, count);
            var product = scales is null ? target : zeros([count, queries.shape[0]], queries.dtype, queries.device);
            for (long column = 0; column < queries.shape[1]; column += TileColumns)
            {
                var width = Math.Min(TileColumns, queries.shape[1] - column);
                var stored = rows.narrow(0, row, count).narrow(1, column / perStored, (width + perStored - 1) / perStored);
                Tensor converted;
                if (table is null)
                {
                    converted = tile.narrow(0, 0, count * width).view(count, width);
                    converted.copy_(stored);
                }
                else
                {
                    converted = Expand(table, stored, width);
                }

                product.addmm_(converted, queries.narrow(1, column, width).t(), 1, 1);
            }

            if (scales is not null)
            {
                target.addcmul_(product, scales.narrow(0, row, count).to(queries.dtype).to(queries.device).unsqueeze(1), 1);
            }
        }
    }

    /// <summary>The numbers that bytes stand for, [N, D].</summary>
    /// <param name="table">The k numbers of each byte, [256, k].</param>
    /// <param name="bytes">Bytes [N, ceil(D / k)].</param>
    /// <param name="size">D.</param>
    public static Tensor Expand(Tensor table, Tensor bytes, long size)
    {
        using var scope = NewDisposeScope();
        return table
            .index_select(0, bytes.to(table.device).to_type(ScalarType.Int32).flatten()) // [N ceil(D / k), k]
            .view(bytes.shape[0], bytes.shape[1] * table.shape[1])
            .narrow(1, 0, size)
            .MoveToOuterDisposeScope();
    }
}
