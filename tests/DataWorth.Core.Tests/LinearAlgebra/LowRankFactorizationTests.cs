using DataWorth.LinearAlgebra;

namespace DataWorth.Core.Tests.LinearAlgebra;

public sealed class LowRankFactorizationTests
{
    public static TheoryData<int, int, int, bool, bool> Cases()
    {
        var cases = new TheoryData<int, int, int, bool, bool>();
        foreach (var (outputs, inputs) in new[] { (64, 64), (17, 33), (48, 10) })
        {
            foreach (var rank in new[] { 1, 4 })
            {
                foreach (var batched in new[] { false, true })
                {
                    cases.Add(outputs, inputs, rank, batched, false);
                    cases.Add(outputs, inputs, rank, batched, true);
                }
            }
        }

        return cases;
    }

    // 16 iterations multiply the part outside the leading subspace by (sigma_c+1 / sigma_c)^32, 8 by ^16; the slowest of these spectra (64
    // values, ratio 0.75)
    // leaves 1 % at c = 1, which enters the error squared. Rounding: float64 1e-13, float32 a few 6e-8 of the norm.
    [Theory]
    [MemberData(nameof(Cases))]
    public void DecayingSpectra_AreApproximatedAsWellAsTheyCanBe(int outputs, int inputs, int rank, bool batched, bool single)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.WithSingularValues(1, 6, outputs, inputs, Matrices.Decaying(Math.Min(outputs, inputs)));
        var given = single ? gradients.to_type(ScalarType.Float32) : gradients;
        using var factors = LowRankFactorization.FromMatrices(
            given,
            new LowRankOptions { Rank = rank, UseBatchedProducts = batched },
            "fc1"
        );
        Assert.Equal([6, outputs, rank], factors.U.shape);
        Assert.Equal([6, inputs, rank], factors.V.shape);
        Assert.Equal(given.dtype, factors.U.dtype);
        AssertNearBest(gradients, factors, rank, 1.001, single ? 2e-6 : 1e-13);
    }

    // A flat spectrum is the worst case for a power iteration; what it misses lies close to what it finds, so that the error is still near
    // the best.
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(16, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void RandomMatrices_AreWithinOnePercentOfTheBest(int rank, bool batched)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.Normal(2, 20, 64, 64);
        using var factors = LowRankFactorization.FromMatrices(
            gradients,
            new LowRankOptions { Rank = rank, UseBatchedProducts = batched },
            "fc1"
        );
        AssertNearBest(gradients, factors, rank, 1.01, 0);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(8, false)] // two thirds of the full rank: exact anyway
    public void Exact_IsTheBest(int rank, bool asked)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.Normal(3, 4, 12, 30);
        using var factors = LowRankFactorization.FromMatrices(gradients, new LowRankOptions { Rank = rank, IsExact = asked }, "fc1");
        AssertNearBest(gradients, factors, rank, 1, 1e-13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CachedIteration_EqualsBatchedIteration(int rank)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.Normal(4, 9, 21, 14);
        using var cached = LowRankFactorization.FromMatrices(gradients, new LowRankOptions { Rank = rank, Iterations = 3 }, "fc1");
        using var batched = LowRankFactorization.FromMatrices(
            gradients,
            new LowRankOptions
            {
                Rank = rank,
                Iterations = 3,
                UseBatchedProducts = true,
            },
            "fc1"
        );
        // The same mathematics from the same start, not converged: only the order of sums differs.
        Assert.True(Matrices.MaximumDifference(cached.Reconstruct(), batched.Reconstruct()) < 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(2, 4)]
    public void FewPositions_AreTheirOwnFactors(int positions, int rank)
    {
        using var scope = NewDisposeScope();
        var (outputGradients, activations) = (Matrices.Normal(5, 7, positions, 20).mul(1e-3), Matrices.Normal(6, 7, positions, 30).mul(50));
        using var factors = LowRankFactorization.FromFactors(outputGradients, activations, new LowRankOptions { Rank = rank }, "fc1");
        var dense = bmm(outputGradients.transpose(1, 2), activations);
        Assert.Equal([7, 20, rank], factors.U.shape);
        Assert.Equal([7, 30, rank], factors.V.shape);
        Assert.True(Matrices.MaximumDifference(factors.Reconstruct(), dense) < 1e-14 * dense.abs().max().item<double>() * 10);
        Assert.True(Matrices.MaximumDifference(factors.U.norm(1), factors.V.norm(1)) < 1e-12); // columns are balanced
    }

    [Theory]
    [InlineData(5, 1)] // iterated on the factors
    [InlineData(9, 3)]
    [InlineData(200, 1)] // formed first
    [InlineData(200, 3)]
    public void ManyPositions_GiveWhatTheFormedGradientsGive(int positions, int rank)
    {
        using var scope = NewDisposeScope();
        var (outputGradients, activations) = (Matrices.Normal(7, 6, positions, 24), Matrices.Normal(8, 6, positions, 40));
        var options = new LowRankOptions { Rank = rank };
        using var factored = LowRankFactorization.FromFactors(outputGradients, activations, options, "fc1");
        var dense = bmm(outputGradients.transpose(1, 2), activations);
        using var formed = LowRankFactorization.FromMatrices(dense, options, "fc1");
        // Equal but for the order of sums, which 16 iterations do not amplify: they pull towards the same subspace.
        Assert.True(Matrices.MaximumDifference(factored.Reconstruct(), formed.Reconstruct()) < 1e-10 * dense.abs().max().item<double>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnExample_HasTheSameFactors_WhateverTheBatchThreadsAndStrides(int rank)
    {
        using var scope = NewDisposeScope();
        var rows = Matrices.Normal(9, 300, 1000).to_type(ScalarType.Float32);
        var gradients = rows.narrow(1, 100, 24 * 20).view(300, 24, 20); // as a block lies in the rows of a store
        var options = new LowRankOptions { Rank = rank };
        using var whole = LowRankFactorization.FromMatrices(gradients, options, "fc1");
        using var alone = LowRankFactorization.FromMatrices(gradients.narrow(0, 211, 1).contiguous(), options, "fc1");
        Assert.Equal(alone.U.data<float>().ToArray(), whole.U.narrow(0, 211, 1).contiguous().data<float>().ToArray());
        Assert.Equal(alone.V.data<float>().ToArray(), whole.V.narrow(0, 211, 1).contiguous().data<float>().ToArray());
        var threads = get_num_threads();
        try
        {
            set_num_threads(threads == 1 ? 2 : 1);
            using var other = LowRankFactorization.FromMatrices(gradients, options, "fc1");
            Assert.Equal(whole.U.data<float>().ToArray(), other.U.data<float>().ToArray());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(1e-30, 1, false)]
    [InlineData(1e30, 1, false)]
    [InlineData(1e-30, 3, false)]
    [InlineData(1e-30, 1, true)]
    public void Gradients_WhoseSquaresLeaveTheRangeOfFloat32_AreApproximatedAsWellAsOthers(double scale, int rank, bool batched)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.WithSingularValues(10, 5, 30, 20, Matrices.Decaying(20)) * scale;
        using var factors = LowRankFactorization.FromMatrices(
            gradients.to_type(ScalarType.Float32),
            new LowRankOptions { Rank = rank, UseBatchedProducts = batched },
            "fc1"
        );
        AssertNearBest(gradients, factors, rank, 1.001, 2e-6);
    }

    [Fact]
    public void BalancedFactors_SurviveFloat16()
    {
        using var scope = NewDisposeScope();
        var (outputGradients, activations) = (Matrices.Normal(11, 8, 1, 40).mul(1e-7), Matrices.Normal(12, 8, 1, 50).mul(1e3));
        using var factors = LowRankFactorization.FromFactors(outputGradients, activations, new LowRankOptions(), "fc1");
        var dense = bmm(outputGradients.transpose(1, 2), activations);
        var stored = bmm(
            factors.U.to_type(ScalarType.Float16).to_type(ScalarType.Float64),
            factors.V.to_type(ScalarType.Float16).to_type(ScalarType.Float64).transpose(1, 2)
        );
        // Each factor is rounded to 11 bits, 2^-11 relative at most; small entries are subnormal, spacing 6e-8 beside norms of 1e-2.
        Assert.All(Matrices.Norms(stored - dense).Zip(Matrices.Norms(dense)), pair => Assert.True(pair.First < 1e-3 * pair.Second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ZeroAndRankDeficientMatrices_AreExact(bool batched)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.WithSingularValues(13, 3, 20, 30, [2.0, 1.0]).to_type(ScalarType.Float32);
        gradients[1].zero_();
        using var four = LowRankFactorization.FromMatrices(gradients, new LowRankOptions { Rank = 4, UseBatchedProducts = batched }, "fc1");
        Assert.InRange(Matrices.MaximumDifference(four.Reconstruct(), gradients), 0, 2e-6); // a few 6e-8 of the norm
        using var one = LowRankFactorization.FromMatrices(gradients, new LowRankOptions { UseBatchedProducts = batched }, "fc1");
        Assert.Equal(0, one.Reconstruct()[1].abs().max().item<float>());
        Assert.Equal(0, four.Reconstruct()[1].abs().max().item<float>());
    }

    [Theory]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    public void FullRank_KeepsTheMatrix_AndAddsZeroColumns(int outputs, int inputs)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.Normal(14, 3, outputs, inputs);
        using var factors = LowRankFactorization.FromMatrices(gradients, new LowRankOptions { Rank = 6 }, "fc1");
        Assert.Equal([3, outputs, 6], factors.U.shape);
        Assert.True(Matrices.MaximumDifference(factors.Reconstruct(), gradients) < 1e-14);
    }

    [Theory]
    [InlineData(false, false, float.NaN)]
    [InlineData(true, false, float.NaN)]
    [InlineData(false, true, float.NaN)]
    [InlineData(false, false, float.PositiveInfinity)]
    [InlineData(true, false, float.PositiveInfinity)]
    public void AGradientThatIsNotFinite_IsRefusedWithTheBlockAndTheExample(bool batched, bool exact, float bad)
    {
        using var scope = NewDisposeScope();
        var gradients = Matrices.Normal(15, 5, 8, 9).to_type(ScalarType.Float32);
        gradients[3, 2, 1].fill_(bad);
        var options = new LowRankOptions { UseBatchedProducts = batched, IsExact = exact };
        var error = Assert.Throws<InvalidOperationException>(() => LowRankFactorization.FromMatrices(gradients, options, "h.2.mlp"));
        Assert.StartsWith(
            "The gradient of 'h.2.mlp' for example 3 of the batch has a NaN or an infinity.",
            error.Message,
            StringComparison.Ordinal
        );
        var factors = Assert.Throws<InvalidOperationException>(() =>
            LowRankFactorization.FromFactors(gradients.narrow(2, 0, 4), gradients, options, "h.2.mlp")
        );
        Assert.Equal(error.Message, factors.Message);
    }

    [Fact]
    public void ImpossibleRequests_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "Rank should be at least 1, got 0.",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    LowRankFactorization.FromMatrices(zeros(1, 2, 2), new LowRankOptions { Rank = 0 }, "fc1")
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Iterations should be at least 1, got 0.",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    LowRankFactorization.FromMatrices(zeros(1, 2, 2), new LowRankOptions { Iterations = 0 }, "fc1")
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "The gradients of 'fc1' have shape [2, 2], expected [B, O, I].",
            Assert.Throws<ArgumentException>(() => LowRankFactorization.FromMatrices(zeros(2, 2), new LowRankOptions(), "fc1")).Message
        );
        Assert.Equal(
            "The factors of 'fc1' have shapes [2, 3, 4] and [2, 4, 4], expected [B, T, O] and [B, T, I] with equal B and T.",
            Assert
                .Throws<ArgumentException>(() =>
                    LowRankFactorization.FromFactors(zeros(2, 3, 4), zeros(2, 4, 4), new LowRankOptions(), "fc1")
                )
                .Message
        );
    }

    [Fact]
    public void Factoring_LeavesOnlyTheResultAlive()
    {
        using var gradients = Matrices.Normal(16, 3, 8, 9);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var batched in new[] { false, true })
        {
            var factors = LowRankFactorization.FromMatrices(
                gradients,
                new LowRankOptions { Rank = 2, UseBatchedProducts = batched },
                "fc1"
            );
            Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            factors.Dispose();
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    private static void AssertNearBest(Tensor gradients, LowRankFactors factors, int rank, double factor, double rounding)
    {
        var errors = Matrices.Norms(gradients.sub(factors.Reconstruct().to_type(ScalarType.Float64)));
        var norms = Matrices.Norms(gradients);
        var best = Matrices.BestErrors(gradients, rank);
        for (var n = 0; n < errors.Length; n++)
        {
            Assert.InRange(errors[n], 0, (factor * best[n]) + (rounding * norms[n]));
        }
    }
}
