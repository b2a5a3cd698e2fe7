namespace DataWorth.LinearAlgebra;

/// <summary>Leading eigenpairs of G^T G, where the rows of G [N, D] arrive in chunks and are read several times; memory O(D (r +
/// p)).</summary>
/// <remarks>
/// Q = orth(G^T G Omega), Omega [D, r + p] normal; power iterations Q = orth(G^T G Q); then Rayleigh and Ritz: the eigenpairs of Q^T G^T G
/// Q in float64.
/// Neither N x D nor D x D numbers are held: a pass sums G^T (G Q) chunk by chunk. When r + p reaches D or N, the rows or G^T G fit into
/// the same
/// memory and the decomposition is exact after one pass. The result depends on how rows are cut into chunks by rounding only.
/// Several blocks can share one reading of the store: make one object each, give every chunk to all, and end the pass for all.
/// Source: Halko, Martinsson and Tropp, arXiv:0909.4061; used as in LoRIF, arXiv:2601.21929.
/// </remarks>
public sealed class StreamingRandomizedSvd : IDisposable
{
    private readonly StreamingSvdOptions _options;
    private readonly string _block;
    private ISpectrumSketch? _sketch;
    private TruncatedSpectrum? _result;
    private double _scale = 1;
    private double _trace;
    private long _rows;
    private long _rowsInPass;
    private int _pass = 1;

    /// <summary>Starts the first pass.</summary>
    /// <param name="options">Rank and effort.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public StreamingRandomizedSvd(StreamingSvdOptions options, string block)
    {
        options.Check();
        _options = options;
        _block = block;
    }

    /// <summary>Whether the result is there.</summary>
    public bool IsComplete => _result is not null;

    /// <summary>Runs all passes.</summary>
    /// <param name="passes">Enumerates the rows again at every call: chunks [n, D], float32 or float64 (other types are computed in
    /// float32),
    /// at least one row in all. A chunk is disposed after its use, before the next is asked for.</param>
    /// <param name="options">Rank and effort.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <exception cref="ArgumentException">A chunk has another width.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row is not finite, or two passes gave different numbers of
    /// rows.</exception>
    public static TruncatedSpectrum Compute(Func<IEnumerable<Tensor>> passes, StreamingSvdOptions options, string block)
    {
        using var svd = new StreamingRandomizedSvd(options, block);
        do
        {
            foreach (var chunk in passes())
            {
                using (chunk)
                {
                    svd.Add(chunk);
                }
            }
        } while (svd.EndPass());
        return svd.TakeResult();
    }

    /// <summary>Adds rows to the pass; the tensor stays the caller's.</summary>
    /// <param name="rows">[n, D].</param>
    /// <exception cref="ArgumentException">The rows have another width than the first ones.</exception>
    /// <exception cref="InvalidOperationException">A row is not finite (seen in the first pass), or the decomposition is
    /// complete.</exception>
    public void Add(Tensor rows)
    {
        if (IsComplete)
        {
            CoreThrow.PassOrder(_block, "is complete and takes no further rows");
        }

        if (rows.dim() != 2 || (_sketch is not null && rows.shape[1] != _sketch.Columns))
        {
            CoreThrow.RowsShape(_block, rows.shape, _sketch?.Columns ?? 0);
        }

        if (rows.shape[0] == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var chunk = rows.dtype is ScalarType.Float32 or ScalarType.Float64 ? rows.detach() : rows.detach().to_type(ScalarType.Float32);
        if (_pass == 1)
        {
            _sketch ??=
                _options.SketchColumns >= chunk.shape[1]
                    ? new GramSketch(chunk.shape[1], chunk.device, _block)
                    : new RandomSketch(chunk.shape[1], chunk.dtype, chunk.device, _options, _block);
            Measure(chunk);
        }

        _sketch!.Add(_scale == 1 ? chunk : chunk * _scale);
        _rowsInPass += chunk.shape[0];
    }

    /// <summary>Ends a pass.</summary>
    /// <returns>Whether the same rows have to be added once more.</returns>
    /// <exception cref="InvalidOperationException">There were no rows, or another number than in the first pass.</exception>
    public bool EndPass()
    {
        if (IsComplete)
        {
            CoreThrow.PassOrder(_block, "is complete and needs no further pass");
        }

        if (_pass == 1)
        {
            _rows = _rowsInPass;
        }

        if (_rows == 0)
        {
            CoreThrow.NoRows(_block);
        }

        if (_rowsInPass != _rows)
        {
            CoreThrow.RowsChanged(_block, _pass, _rowsInPass, _rows);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (_sketch!.EndPass() is var (vectors, ritzValues))
        {
            var kept = Math.Min(_options.Rank, Math.Min(_rows, _sketch.Columns));
            var found = Math.Min(ritzValues.shape[0], Math.Min(_rows, _sketch.Columns));
            _result = new TruncatedSpectrum(
                vectors.narrow(1, 0, kept).contiguous(),
                ritzValues.narrow(0, 0, found) / (_scale * _scale),
                _trace / _scale / _scale,
                _rows,
                _pass,
                _sketch.IsExact
            );
            return false;
        }

        _pass++;
        _rowsInPass = 0;
        return true;
    }

    /// <summary>The result, which the caller owns.</summary>
    /// <exception cref="InvalidOperationException">A pass is still needed, or the result was taken.</exception>
    public TruncatedSpectrum TakeResult()
    {
        if (_result is not { } result)
        {
            CoreThrow.PassOrder(_block, "has no result: call EndPass until it returns false, and take the result once");
            return null;
        }

        _result = null;
        return result;
    }

    /// <summary>Frees the sketch, and the result if it was not taken.</summary>
    public void Dispose()
    {
        _sketch?.Dispose();
        _result?.Dispose();
    }

    /// <summary>Checks a chunk and adds to the trace. The first one that is not zero decides on a power of two that keeps squares in the
    /// range of float32.</summary>
    private void Measure(Tensor chunk)
    {
        if (_trace == 0)
        {
            var largest = chunk.abs().max().to_type(ScalarType.Float64).item<double>();
            if (largest is > 0 and (< 1e-9 or > 1e9) && double.IsFinite(largest))
            {
                _scale = Math.ScaleB(1, -Math.ILogB(largest));
            }
        }

        var scaled = _scale == 1 ? chunk : chunk * _scale;
        var trace = scaled.norm(1, keepdim: false, p: 2f).to_type(ScalarType.Float64).square().sum().item<double>();
        if (!double.IsFinite(trace))
        {
            CoreThrow.RowsNotFinite(_block, _rowsInPass, chunk.shape[0]);
        }

        _trace += trace;
    }
}
