using DataWorth.LinearAlgebra;

namespace DataWorth.Core.Tests.LinearAlgebra;

public sealed class LowRankQueryFactorsTests
{
    // Above 64 x 64 the factors come from 6 iterations with 8 further columns: what is missed of the leading 5 is (sigma_14 / sigma_5)^24
    // of these spectra
    // (ratio of neighbours 0.8), below rounding. Float32 rounds at a few 6e-8 of the norm.
    [Theory]
    [InlineData(40, 30, false)]
    [InlineData(40, 30, true)]
    [InlineData(120, 90, false)]
    [InlineData(90, 120, true)]
    public void Factors_AreTheBest_AndTheErrorIsTheOneMade(int outputs, int inputs, bool single)
    {
        using var scope = NewDisposeScope();
        var queries = Matrices.WithSingularValues(1, 4, outputs, inputs, Matrices.Decaying(Math.Min(outputs, inputs)));
        var given = single ? queries.to_type(ScalarType.Float32) : queries;
        using var factors = LowRankQueryFactors.Compute(given, 5, "fc1");
        Assert.Equal([4, outputs, 5], factors.Left.shape);
        Assert.Equal([4, 5, inputs], factors.Right.shape);
        Assert.Equal(given.dtype, factors.Left.dtype);
        var made = Matrices.Norms(queries - bmm(factors.Left, factors.Right).to_type(ScalarType.Float64));
        var (norms, best) = (Matrices.Norms(queries), Matrices.BestErrors(queries, 5));
        var reported = factors.RelativeErrors.data<double>().ToArray();
        for (var q = 0; q < 4; q++)
        {
            Assert.InRange(made[q], 0, (1.00001 * best[q]) + ((single ? 2e-6 : 1e-13) * norms[q]));
            Assert.Equal(made[q] / norms[q], reported[q], single ? 2e-6 : 1e-13);
        }

        Assert.Equal(reported.Max(), factors.WorstRelativeError);
    }

    [Fact]
    public void FlatSpectra_AreStillWithinOnePercentOfTheBest()
    {
        using var scope = NewDisposeScope();
        var queries = Matrices.Normal(3, 3, 150, 100);
        using var factors = LowRankQueryFactors.Compute(queries, 16, "fc1");
        var made = Matrices.Norms(queries - bmm(factors.Left, factors.Right));
        Assert.All(made.Zip(Matrices.BestErrors(queries, 16)), pair => Assert.InRange(pair.First, 0, 1.01 * pair.Second));
    }

    [Fact]
    public void FullRank_LosesNothing_AndAZeroQueryHasNoError()
    {
        using var scope = NewDisposeScope();
        var queries = Matrices.Normal(4, 3, 6, 9);
        queries[1].zero_();
        using var factors = LowRankQueryFactors.Compute(queries, 100, "fc1");
        Assert.Equal([3, 6, 6], factors.Left.shape);
        Assert.True(Matrices.MaximumDifference(bmm(factors.Left, factors.Right), queries) < 1e-13);
        Assert.Equal(0, factors.RelativeErrors[1].item<double>());
        Assert.InRange(factors.WorstRelativeError, 0, 1e-14);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public void Columns_AreOrthogonalAndBalanced_AndTheBatchDoesNotMatter(int size)
    {
        using var scope = NewDisposeScope();
        var queries = Matrices.Normal(5, 4, size, size) * 1e-20;
        using var factors = LowRankQueryFactors.Compute(queries, 4, "fc1");
        using var alone = LowRankQueryFactors.Compute(queries.narrow(0, 2, 1), 4, "fc1");
        Assert.Equal(alone.Left[0].contiguous().data<double>().ToArray(), factors.Left[2].contiguous().data<double>().ToArray());
        var left = bmm(factors.Left.transpose(1, 2), factors.Left);
        var right = bmm(factors.Right, factors.Right.transpose(1, 2));
        Assert.True(Matrices.MaximumDifference(left, right) < 1e-13 * left.max().item<double>());
        var off = left - diag_embed(left.diagonal(0, 1, 2));
        Assert.True(off.abs().max().item<double>() < 1e-13 * left.max().item<double>());
    }

    [Fact]
    public void BadQueries_AreRefused()
    {
        using var scope = NewDisposeScope();
        var queries = Matrices.Normal(6, 3, 5, 5);
        queries[1, 0, 0].fill_(double.NegativeInfinity);
        Assert.StartsWith(
            "The gradient of 'fc1' for example 1 of the batch has a NaN or an infinity.",
            Assert.Throws<InvalidOperationException>(() => LowRankQueryFactors.Compute(queries, 2, "fc1")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Rank should be at least 1, got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => LowRankQueryFactors.Compute(queries, 0, "fc1")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "The gradients of 'fc1' have shape [5, 5], expected [Q, O, I] with at least one query.",
            Assert.Throws<ArgumentException>(() => LowRankQueryFactors.Compute(queries[0], 2, "fc1")).Message
        );
    }

    [Fact]
    public void Factoring_LeavesOnlyTheResultAlive()
    {
        using var queries = Matrices.Normal(7, 2, 70, 80);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var factors = LowRankQueryFactors.Compute(queries, 2, "fc1");
        Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        factors.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
