namespace DataWorth.LinearAlgebra;

/// <summary>One pass of <see cref="StreamingRandomizedSvd"/> over rows G [n, D]: what parts of the rows sum, how parts merge, and what the
/// next pass starts from.</summary>
/// <remarks>
/// The sum is G^T G where D is at most r + p; else G^T (G Q) with the basis Q [D, r + p] of this pass, in the last pass Q^T G^T G Q. As
/// long as there are no more than r + p rows, the rows themselves. Rows are multiplied with a power of two that keeps squares in the range
/// of float32: the first chunk that is not zero decides; parts with other powers are adapted without rounding.
/// </remarks>
internal sealed class SpectrumPass : IDisposable
{
    private const string Gram = "gram"; // [D, D], float64
    private const string Product = "product"; // [D, r + p], in the last pass [r + p, r + p] and float64
    private const string Few = "few"; // [n, D]
    private const string Basis = "basis"; // Q [D, r + p]
    private const string Numbers = "numbers"; // trace, scale, rows; in a state: of the first pass, and the number of the pass to come

    private readonly StreamingSvdOptions _options;
    private readonly string _block;
    private readonly ScalarType _type;
    private readonly int _number;
    private readonly Tensor? _basis;
    private readonly Tensor _sum;
    private readonly List<Tensor> _few = [];
    private readonly (double Trace, double Scale, long Rows)? _first;
    private bool _isFew;
    private double _trace;
    private double _scale = 1;
    private long _rows;

    private SpectrumPass(
        StreamingSvdOptions options,
        string block,
        int number,
        ScalarType type,
        Tensor? basis,
        Tensor sum,
        (double Trace, double Scale, long Rows)? first
    )
    {
        (_options, _block, _number, _type, _first) = (options, block, number, type, first);
        (_basis, _sum) = (basis?.DetachFromDisposeScope(), sum.DetachFromDisposeScope());
        _scale = first?.Scale ?? 1;
        _isFew = number == 1 && basis is not null;
    }

    /// <summary>D.</summary>
    public long Columns => (_basis ?? _sum).shape[0];

    /// <summary>The first pass.</summary>
    /// <param name="options">Rank and effort.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <param name="columns">D.</param>
    /// <param name="type">Type of the computations: Float32 or Float64.</param>
    /// <param name="device">Device of the rows.</param>
    public static SpectrumPass First(StreamingSvdOptions options, string block, long columns, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return options.SketchColumns >= columns
            ? new SpectrumPass(options, block, 1, type, null, zeros([columns, columns], ScalarType.Float64, device), null)
            : new SpectrumPass(
                options,
                block,
                1,
                type,
                StartBasis.Create(columns, options.SketchColumns, options.Seed, type, device),
                zeros([columns, options.SketchColumns], type, device),
                null
            );
    }

    /// <summary>A later pass.</summary>
    /// <param name="options">Rank and effort, as in the first pass.</param>
    /// <param name="block">Name of the block for messages.</param>
    /// <param name="state">What <see cref="End"/> gave; stays the caller's.</param>
    public static SpectrumPass Next(StreamingSvdOptions options, string block, IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = NewDisposeScope();
        var numbers = state[Numbers].cpu().data<double>().ToArray();
        var number = (int)numbers[3];
        var basis = state[Basis].alias();
        var width = basis.shape[1];
        var isLast = number == options.PowerIterations + 2;
        return new SpectrumPass(
            options,
            block,
            number,
            basis.dtype,
            basis,
            isLast ? zeros([width, width], ScalarType.Float64, basis.device) : zeros([basis.shape[0], width], basis.dtype, basis.device),
            (numbers[0], numbers[1], (long)numbers[2])
        );
    }

    /// <summary>Adds rows; the tensor stays the caller's.</summary>
    /// <param name="rows">[n, D].</param>
    /// <exception cref="ArgumentException">The rows have another width.</exception>
    /// <exception cref="InvalidOperationException">A row is not finite (seen in the first pass).</exception>
    public void Add(Tensor rows)
    {
        if (rows.dim() != 2 || rows.shape[1] != Columns)
        {
            CoreThrow.RowsShape(_block, rows.shape, Columns);
        }

        if (rows.shape[0] == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var chunk = rows.detach();
        chunk = chunk.dtype is ScalarType.Float32 or ScalarType.Float64 ? chunk : chunk.to_type(ScalarType.Float32);
        if (_number == 1)
        {
            Measure(chunk);
        }

        _rows += chunk.shape[0];
        AddScaled(_scale == 1 ? chunk : chunk * _scale);
    }

    /// <summary>What a part hands over, new tensors.</summary>
    public IReadOnlyDictionary<string, Tensor> ToSums()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor(new[] { _trace, _scale, _rows }, ScalarType.Float64, CPU);
        var isRows = _isFew && _few.Count > 0;
        return new Dictionary<string, Tensor>
        {
            [Numbers] = numbers.MoveToOuterDisposeScope(),
            [
                isRows ? Few
                : _basis is null ? Gram
                : Product
            ] = (isRows ? cat(_few) : _sum.clone()).MoveToOuterDisposeScope(),
        };
    }

    /// <summary>Adds another part's sums.</summary>
    /// <param name="part">What its <see cref="ToSums"/> gave.</param>
    public void Merge(IReadOnlyDictionary<string, Tensor> part)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var numbers = part[Numbers].cpu().data<double>().ToArray();
        if (numbers[2] == 0)
        {
            return;
        }

        _rows += (long)numbers[2];
        var factor = 1.0;
        if (numbers[0] > 0)
        {
            // Powers of two: nothing is rounded. The smaller one belongs to the larger rows, of which the others must not overflow.
            var scale = _trace == 0 ? numbers[1] : Math.Min(_scale, numbers[1]);
            Rescale(scale / _scale);
            (_scale, factor) = (scale, scale / numbers[1]);
            _trace += numbers[0] * factor * factor;
        }

        if (part.TryGetValue(Few, out var few))
        {
            AddScaled(few.to(_sum.device) * factor);
            return;
        }

        Condense();
        _sum.add_(part[_basis is null ? Gram : Product].to(_sum.device) * (factor * factor));
    }

    /// <summary>Ends the pass.</summary>
    /// <returns>The result, which the caller owns; or what the next pass starts from, new tensors.</returns>
    /// <exception cref="InvalidOperationException">There were no rows, or another number than in the first pass.</exception>
    public (TruncatedSpectrum? Result, IReadOnlyDictionary<string, Tensor> State) End()
    {
        var (trace, scale, rows) = _first ?? (_trace, _scale, _rows);
        if (rows == 0)
        {
            CoreThrow.NoRows(_block);
        }

        if (_rows != rows)
        {
            CoreThrow.RowsChanged(_block, _number, _rows, rows);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        if (Solve() is var (vectors, values))
        {
            var most = Math.Min(rows, Columns);
            var result = new TruncatedSpectrum(
                vectors.narrow(1, 0, Math.Min(_options.Rank, most)).contiguous(),
                values.narrow(0, 0, Math.Min(values.shape[0], most)) / (scale * scale),
                trace / scale / scale,
                rows,
                _number,
                _isFew || _basis is null
            );
            return (result, new Dictionary<string, Tensor>());
        }

        return (
            null,
            new Dictionary<string, Tensor>
            {
                [Basis] = linalg.qr(_sum).Q.MoveToOuterDisposeScope(),
                [Numbers] = tensor(new[] { trace, scale, rows, _number + 1 }, ScalarType.Float64, CPU).MoveToOuterDisposeScope(),
            }
        );
    }

    /// <summary>Frees the sums.</summary>
    public void Dispose()
    {
        _basis?.Dispose();
        _sum.Dispose();
        Forget();
    }

    private void AddScaled(Tensor rows)
    {
        if (_isFew)
        {
            if (rows.shape[0] + _few.Sum(kept => kept.shape[0]) <= _options.SketchColumns)
            {
                _few.Add(rows.clone().DetachFromDisposeScope()); // the caller may fill the same buffer again
                return;
            }

            Condense();
        }

        using var scope = NewDisposeScope();
        if (_basis is null)
        {
            var all = rows.to_type(ScalarType.Float64);
            _sum.addmm_(all.t(), all, 1, 1);
            return;
        }

        var projected = mm(rows.to_type(_type), _basis); // [n, r + p]
        if (_sum.shape[0] == Columns)
        {
            _sum.addmm_(rows.to_type(_type).t(), projected, 1, 1);
            return;
        }

        var wide = projected.to_type(ScalarType.Float64);
        _sum.addmm_(wide.t(), wide, 1, 1);
    }

    private void Rescale(double factor)
    {
        if (factor == 1 || _trace == 0)
        {
            return;
        }

        _sum.mul_(factor * factor);
        _few.ForEach(rows => rows.mul_(factor));
        _trace *= factor * factor;
    }

    /// <summary>There are more rows than columns of the sketch: those that were kept become part of the sum.</summary>
    private void Condense()
    {
        if (_isFew)
        {
            _isFew = false;
            var kept = _few.ToList();
            kept.ForEach(AddScaled);
            Forget();
        }
    }

    private (Tensor Vectors, Tensor Values)? Solve()
    {
        if (_isFew)
        {
            var rows = cat(_few, 0);
            var (_, singular, transposed) = linalg.svd(rows.to_type(ScalarType.Float64), fullMatrices: false);
            return (transposed.t().to_type(_type), singular.square());
        }

        if (_basis is not null && _sum.shape[0] == Columns)
        {
            return null;
        }

        using var eigen = SymmetricEigen.Compute(_sum, _block);
        return _basis is null
            ? (eigen.Vectors.to_type(_type, copy: true), eigen.Values.clone())
            : (mm(_basis, eigen.Vectors.to_type(_type)), eigen.Values.clone());
    }

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
            CoreThrow.RowsNotFinite(_block, _rows, chunk.shape[0], chunk.dtype);
        }

        _trace += trace;
    }

    private void Forget()
    {
        foreach (var kept in _few)
        {
            kept.Dispose();
        }

        _few.Clear();
    }
}
