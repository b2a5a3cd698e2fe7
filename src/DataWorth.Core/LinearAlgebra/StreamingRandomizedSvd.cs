namespace DataWorth.LinearAlgebra;

/// <summary>Leading eigenpairs of G^T G, where the rows of G [N, D] arrive in chunks and are read several times; memory O(D (r +
/// p)).</summary>
/// <remarks>
/// Q = orth(G^T G Omega), Omega [D, r + p] normal; power iterations Q = orth(G^T G Q); then Rayleigh and Ritz: the eigenpairs of Q^T G^T G
/// Q in float64.
/// Neither N x D nor D x D numbers are held: a pass sums G^T (G Q) chunk by chunk. When r + p reaches D or N, the rows or G^T G fit into
/// the same
/// memory and the decomposition is exact after one pass. The result depends on how rows are cut into chunks by rounding only.
/// Source: Halko, Martinsson and Tropp, arXiv:0909.4061; used as in LoRIF, arXiv:2601.21929.
/// </remarks>
public static class StreamingRandomizedSvd
{
    /// <summary>Runs all passes.</summary>
    /// <param name="passes">Enumerates the rows again at every call: chunks [n, D], float32 or float64 (other types are computed in
    /// float32),
    /// at least one row in all. A chunk is disposed after its use, before the next is asked for.</param>
    /// <param name="options">Rank and effort.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <exception cref="ArgumentException">A chunk has another width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row is not finite, or two passes gave different numbers of
    /// rows.</exception>
    public static TruncatedSpectrum Compute(Func<IEnumerable<Tensor>> passes, StreamingSvdOptions options, string block)
    {
        options.Check();
        IReadOnlyDictionary<string, Tensor>? state = null;
        try
        {
            while (true)
            {
                using var pass = Run(passes(), options, block, state);
                var (result, next) = pass.End();
                if (result is not null)
                {
                    return result;
                }

                Dispose(state);
                state = next;
            }
        }
        finally
        {
            Dispose(state);
        }
    }

    private static SpectrumPass Run(
        IEnumerable<Tensor> chunks,
        StreamingSvdOptions options,
        string block,
        IReadOnlyDictionary<string, Tensor>? state
    )
    {
        var pass = state is null ? null : SpectrumPass.Next(options, block, state);
        foreach (var chunk in chunks)
        {
            using (chunk)
            {
                pass ??= SpectrumPass.First(options, block, chunk.shape[^1], WideType.Of(chunk.dtype), chunk.device);
                pass.Add(chunk);
            }
        }

        if (pass is null)
        {
            CoreThrow.NoRows(block);
        }

        return pass;
    }

    private static void Dispose(IReadOnlyDictionary<string, Tensor>? state)
    {
        foreach (var tensor in state?.Values ?? [])
        {
            tensor.Dispose();
        }
    }
}
