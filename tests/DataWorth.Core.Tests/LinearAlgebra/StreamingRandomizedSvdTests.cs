using DataWorth.LinearAlgebra;

namespace DataWorth.Core.Tests.LinearAlgebra;

public sealed class StreamingRandomizedSvdTests
{
    private static readonly StreamingSvdOptions s_ten = new() { Rank = 10 };

    // Four products by G^T G shrink the missed part of the 10th vector by (sigma_21 / sigma_10)^8 = 1.2e-6 (ratio of neighbours 0.86). It
    // enters a Ritz
    // value squared and the weighted projection once, times sigma_10^2 = 0.06; both are taken relative to sigma_1^2 = 1.
    // In float32 the products round at a few 6e-8 of sigma_1^2 and the vectors at that over the gap at sigma_10^2.
    [Theory]
    [InlineData(false, 1e-9, 1e-6)]
    [InlineData(true, 3e-6, 3e-5)]
    public void LeadingEigenpairs_EqualThoseOfADenseDecomposition(bool single, double tolerance, double projectionTolerance)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(1, 300, 120, Matrices.Decaying(120));
        if (single)
        {
            rows = rows.to_type(ScalarType.Float32);
        }

        using var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 64), s_ten, "fc1");
        var (values, vectors) = Dense(rows);
        Assert.Equal([120, 10], spectrum.Vectors.shape);
        Assert.Equal(rows.dtype, spectrum.Vectors.dtype);
        Assert.False(spectrum.IsExact);
        var largest = values[0].item<double>();
        Assert.True(Matrices.MaximumDifference(spectrum.Values, values.narrow(0, 0, 10)) < tolerance * largest);
        // G^T G restricted to the ten: vectors of close values may mix, the weighted projection may not.
        var expected = mm(vectors.narrow(1, 0, 10) * values.narrow(0, 0, 10), vectors.narrow(1, 0, 10).t());
        var wide = spectrum.Vectors.to_type(ScalarType.Float64);
        Assert.True(Matrices.MaximumDifference(mm(wide * spectrum.Values, wide.t()), expected) < projectionTolerance * largest);
        Assert.True(Matrices.MaximumDifference(mm(wide.t(), wide), eye(10, dtype: ScalarType.Float64)) < (single ? 3e-6 : 1e-13));
        Assert.Equal(1, spectrum.Trace / rows.to_type(ScalarType.Float64).square().sum().item<double>(), single ? 1e-6 : 1e-13);
        Assert.Equal((20, 300), (spectrum.RitzValues.shape[0], spectrum.Rows));
    }

    [Theory]
    [InlineData(1e-1, 1.01)]
    [InlineData(1e-4, 1.001)]
    [InlineData(1e-8, 1.00001)]
    public void CapturedEnergy_IsThatOfTheBestSubspace(double last, double factor)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(2, 400, 150, Matrices.Decaying(150, last));
        using var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 100), s_ten, "fc1");
        var (values, _) = Dense(rows);
        var best = values.narrow(0, 10, 140).sum().item<double>();
        var found = (rows - mm(mm(rows, spectrum.Vectors), spectrum.Vectors.t())).square().sum().item<double>();
        // Slow decay is the hard case: neighbours of the 10th value are hardly smaller, and what is missed is mixed with them.
        Assert.InRange(found, 0, (factor * best) + (1e-13 * spectrum.Trace));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(300)]
    public void ChunkSize_ChangesNothingBeyondRounding(int size)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(3, 300, 80, Matrices.Decaying(80));
        using var one = StreamingRandomizedSvd.Compute(Chunks(rows, 128), s_ten, "fc1");
        using var other = StreamingRandomizedSvd.Compute(Chunks(rows, size), s_ten, "fc1");
        Assert.True(Matrices.MaximumDifference(one.RitzValues, other.RitzValues) < 1e-12 * one.RitzValues.max().item<double>());
        Assert.Equal(1, other.Trace / one.Trace, 1e-13);
        var difference = Matrices.MaximumDifference(mm(one.Vectors, one.Vectors.t()), mm(other.Vectors, other.Vectors.t()));
        Assert.True(difference < 1e-8, $"projectors differ by {difference}"); // 1e-16 x sigma_1^2 / (gap at sigma_10^2)
    }

    [Fact]
    public void TheSameSeed_GivesTheSameBits_AndAnotherTheSameSubspace()
    {
        using var scope = NewDisposeScope();
        var rows = Rows(4, 200, 70, Matrices.Decaying(70));
        using var one = StreamingRandomizedSvd.Compute(Chunks(rows, 50), s_ten, "fc1");
        using var same = StreamingRandomizedSvd.Compute(Chunks(rows, 50), s_ten, "fc1");
        using var other = StreamingRandomizedSvd.Compute(Chunks(rows, 50), s_ten with { Seed = 5 }, "fc1");
        Assert.Equal(one.Vectors.data<double>().ToArray(), same.Vectors.data<double>().ToArray());
        Assert.Equal(one.RitzValues.data<double>().ToArray(), same.RitzValues.data<double>().ToArray());
        Assert.NotEqual(one.Vectors.data<double>().ToArray(), other.Vectors.data<double>().ToArray());
        Assert.True(Matrices.MaximumDifference(one.Values, other.Values) < 1e-9 * one.Trace);
    }

    [Theory]
    [InlineData(300, 80, 3, 5)]
    [InlineData(300, 80, 0, 2)]
    [InlineData(300, 20, 3, 1)] // D = r + p
    [InlineData(20, 80, 3, 1)] // N = r + p
    public void Rows_AreReadAsOftenAsPromised(int rowCount, int columns, int iterations, int passes)
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(5, rowCount, columns);
        var read = 0;
        using var spectrum = StreamingRandomizedSvd.Compute(
            () =>
            {
                read++;
                return Chunks(rows, 9)();
            },
            s_ten with
            {
                PowerIterations = iterations,
            },
            "fc1"
        );
        Assert.Equal((passes, passes), (read, spectrum.Passes));
        Assert.Equal(passes == 1, spectrum.IsExact);
    }

    [Theory]
    [InlineData(200, 15)] // D < r + p: G^T G
    [InlineData(200, 6)] // D < r
    [InlineData(15, 200)] // N < r + p: the rows
    [InlineData(6, 200)] // N < r
    [InlineData(7, 5)]
    public void SmallProblems_AreDecomposedExactly(int rowCount, int columns)
    {
        using var scope = NewDisposeScope();
        var smaller = Math.Min(rowCount, columns);
        var rows = Rows(6, rowCount, columns, Matrices.Decaying(smaller));
        using var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 4), s_ten, "fc1");
        var (values, _) = Dense(rows);
        var kept = Math.Min(10, smaller);
        Assert.Equal([columns, kept], spectrum.Vectors.shape);
        Assert.Equal(smaller, spectrum.RitzValues.shape[0]);
        Assert.True(Matrices.MaximumDifference(spectrum.RitzValues, values.narrow(0, 0, smaller)) < 1e-13);
        var residual = (rows - mm(mm(rows, spectrum.Vectors), spectrum.Vectors.t())).square().sum().item<double>();
        Assert.Equal(values.narrow(0, 0, smaller).data<double>().Skip(kept).Sum(), residual, 1e-13);
    }

    [Fact]
    public void AProducerMayReuseItsBuffer_AndChunksAreDisposedAfterUse()
    {
        using var scope = NewDisposeScope();
        foreach (var rowCount in new[] { 12, 90 })
        {
            var rows = Rows(7, rowCount, 60, Matrices.Decaying(Math.Min(rowCount, 60)));
            var buffer = empty([5, 60], ScalarType.Float64);
            var given = new List<Tensor>();
            using var reused = StreamingRandomizedSvd.Compute(Reuse, s_ten, "fc1");
            using var fresh = StreamingRandomizedSvd.Compute(Chunks(rows, 5), s_ten, "fc1");
            Assert.Equal(fresh.Vectors.data<double>().ToArray(), reused.Vectors.data<double>().ToArray());
            Assert.All(given, chunk => Assert.True(chunk.IsInvalid));

            IEnumerable<Tensor> Reuse()
            {
                for (long first = 0; first < rowCount; first += 5)
                {
                    var count = Math.Min(5, rowCount - first);
                    var view = buffer.narrow(0, 0, count);
                    view.copy_(rows.narrow(0, first, count));
                    given.Add(view);
                    yield return view;
                }
            }
        }
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e25)]
    public void Rows_WhoseSquaresLeaveTheRangeOfFloat32_AreScaledInside(double scale)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(8, 100, 50, Matrices.Decaying(50));
        using var plain = StreamingRandomizedSvd.Compute(Chunks(rows, 30), s_ten, "fc1");
        using var scaled = StreamingRandomizedSvd.Compute(Chunks((rows * scale).to_type(ScalarType.Float32), 30), s_ten, "fc1");
        Assert.True(Matrices.MaximumDifference(plain.Values, scaled.Values / scale / scale) < 3e-6 * plain.Trace);
        Assert.Equal(plain.Trace, scaled.Trace / scale / scale, 3e-6 * plain.Trace);
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(100, 8)]
    [InlineData(8, 100)]
    public void ZeroRows_HaveAZeroSpectrum(int rowCount, int columns)
    {
        using var scope = NewDisposeScope();
        var rows = zeros(rowCount, columns);
        using var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 30), s_ten, "fc1");
        Assert.Equal(0, spectrum.Trace);
        Assert.All(spectrum.RitzValues.data<double>(), value => Assert.Equal(0, value));
        var wide = spectrum.Vectors.to_type(ScalarType.Float64);
        Assert.True(Matrices.MaximumDifference(mm(wide.t(), wide), eye(wide.shape[1], dtype: ScalarType.Float64)) < 3e-6);
    }

    [Fact]
    public void RankDeficientRows_AreFullyCaptured()
    {
        using var scope = NewDisposeScope();
        var rows = Rows(9, 200, 100, [3, 2, 1, 0.5]);
        using var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 64), s_ten, "fc1");
        var found = spectrum.RitzValues.data<double>().ToArray();
        Assert.All(found.Zip([9.0, 4, 1, 0.25]), pair => Assert.Equal(pair.Second, pair.First, 1e-13 * 9 * 10));
        Assert.All(found.Skip(4), value => Assert.InRange(value, 0, 1e-13));
        Assert.Equal(spectrum.Trace, found.Sum(), 1e-12);
    }

    /// <summary>Enough rows for the sketch, few rows (kept as they are until parts meet), few columns (the Gram matrix).</summary>
    [Theory]
    [InlineData(100, 50, 1)]
    [InlineData(24, 50, 1)]
    [InlineData(100, 12, 1)]
    [InlineData(12, 50, 1)]
    [InlineData(100, 50, 1e-15)]
    public void Parts_MergeToTheWhole(int rowCount, int columns, double scale)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(10, rowCount, columns, Matrices.Decaying(Math.Min(rowCount, columns))) * scale;
        rows = rows.to_type(ScalarType.Float32);
        using var whole = StreamingRandomizedSvd.Compute(Chunks(rows, 16), s_ten, "block");
        // Parts of other sizes, one of them empty, one without a number that is not 0.
        var zero = rows.narrow(0, 0, 3).zeros_like();
        var all = cat([zero, rows]);
        using var expected = StreamingRandomizedSvd.Compute(Chunks(all, 16), s_ten, "block");
        Tensor[] parts = [all.narrow(0, 0, 3), all.narrow(0, 3, 5), all.narrow(0, 8, 0), all.narrow(0, 8, rowCount - 5)];
        using var merged = Merged(parts, columns);
        Assert.Equal(rowCount + 3, merged.Rows);
        Assert.Equal(expected.Passes, merged.Passes);
        Assert.Equal(expected.IsExact, merged.IsExact);
        Assert.Equal(whole.Trace, merged.Trace, 1e-6 * whole.Trace);
        Assert.True(
            Matrices.MaximumDifference(expected.RitzValues, merged.RitzValues) < 1e-5 * whole.RitzValues[0].item<double>(),
            $"{expected.RitzValues.ToString(style: TorchSharp.TensorStringStyle.Julia)}"
        );
    }

    /// <summary>Rows of one part are so much larger that their squares overflow by the scale of the other.</summary>
    [Fact]
    public void PartsOfVeryDifferentSize_NeitherOverflowNorVanish()
    {
        using var scope = NewDisposeScope();
        var small = (Rows(10, 60, 50, Matrices.Decaying(50)) * 1e-15).to_type(ScalarType.Float32);
        var large = Rows(11, 60, 50, Matrices.Decaying(50)).to_type(ScalarType.Float32);
        using var alone = StreamingRandomizedSvd.Compute(Chunks(large, 16), s_ten, "block");
        foreach (var parts in new[] { new[] { small, large }, [large, small] })
        {
            using var merged = Merged(parts, 50);
            Assert.True(
                Matrices.MaximumDifference(alone.RitzValues, merged.RitzValues) < 1e-5 * alone.RitzValues[0].item<double>()
            );
        }
    }

    private static TruncatedSpectrum Merged(Tensor[] parts, int columns)
    {
        IReadOnlyDictionary<string, Tensor>? state = null;
        while (true)
        {
            using var whole = Begin(state, columns);
            foreach (var part in parts)
            {
                using var own = Begin(state, columns);
                own.Add(part);
                whole.Merge(own.ToSums());
            }

            var (result, next) = whole.End();
            if (result is not null)
            {
                return result;
            }

            state = next;
        }
    }

    private static SpectrumPass Begin(IReadOnlyDictionary<string, Tensor>? state, int columns) =>
        state is null
            ? SpectrumPass.First(s_ten, "block", columns, ScalarType.Float32, CPU)
            : SpectrumPass.Next(s_ten, "block", state);

    [Fact]
    public void BadRows_AreRefusedWithTheBlockAndThePlace()
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(11, 50, 40);
        rows[23, 5].fill_(double.NaN);
        Assert.StartsWith(
            "The features of 'fc2' have a NaN or an infinity in rows 20 to 29.",
            Assert.Throws<InvalidOperationException>(() => StreamingRandomizedSvd.Compute(Chunks(rows, 10), s_ten, "fc2")).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "There are no features of 'fc2' to decompose.",
            Assert.Throws<InvalidOperationException>(() => StreamingRandomizedSvd.Compute(() => [], s_ten, "fc2")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "A chunk of features of 'fc2' has shape [3, 39], expected [n, 40].",
            Assert.Throws<ArgumentException>(() => StreamingRandomizedSvd.Compute(() => [zeros(2, 40), zeros(3, 39)], s_ten, "fc2")).Message
        );
        var pass = 0;
        Assert.StartsWith(
            "Pass 3 over the features of 'fc2' gave 49 rows, the first pass gave 50.",
            Assert
                .Throws<InvalidOperationException>(() =>
                    StreamingRandomizedSvd.Compute(() => Chunks(ones(++pass == 3 ? 49 : 50, 40), 10)(), s_ten, "fc2")
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ImpossibleOptions_AreRefused()
    {
        Assert.Contains("Rank should be at least 1, got 0.", Refused(new StreamingSvdOptions { Rank = 0 }), StringComparison.Ordinal);
        Assert.Contains("Oversampling should be at least 0, got -1.", Refused(s_ten with { Oversampling = -1 }), StringComparison.Ordinal);
        Assert.Contains(
            "PowerIterations should be at least 0, got -1.",
            Refused(s_ten with { PowerIterations = -1 }),
            StringComparison.Ordinal
        );
        static string Refused(StreamingSvdOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => StreamingRandomizedSvd.Compute(() => [], options, "fc1")).Message;
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(100, 8)]
    [InlineData(8, 100)]
    public void Decomposing_LeavesOnlyTheResultAlive(int rowCount, int columns)
    {
        using var rows = Matrices.Normal(12, rowCount, columns);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var spectrum = StreamingRandomizedSvd.Compute(Chunks(rows, 30), s_ten, "fc1");
        Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        spectrum.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Rows(long seed, int rows, int columns, double[] values) =>
        Matrices.WithSingularValues(seed, 1, rows, columns, values)[0].clone();

    private static (Tensor Values, Tensor Vectors) Dense(Tensor rows)
    {
        var wide = rows.to_type(ScalarType.Float64);
        var (_, values, vectors) = linalg.svd(wide, fullMatrices: false);
        return (values.square(), vectors.t());
    }

    private static Func<IEnumerable<Tensor>> Chunks(Tensor rows, int size)
    {
        return Read;
        IEnumerable<Tensor> Read()
        {
            for (long first = 0; first < rows.shape[0]; first += size)
            {
                yield return rows.narrow(0, first, Math.Min(size, rows.shape[0] - first));
            }
        }
    }
}
