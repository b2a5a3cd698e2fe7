using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Randomness;
using DataWorth.Statistics;

namespace DataWorth.Tests.Curvature;

public sealed class RawFisherTests
{
    private static readonly FeatureLayout s_layout = new([new BlockShape("one", 3, 4), new BlockShape("two", 10, 14)]);

    [Fact]
    public void Precondition_SolvesTheDampedSystem()
    {
        using var scope = NewDisposeScope();
        var features = Random(50, 1);
        using var fisher = Fit(features, 50);
        var queries = Random(5, 2);
        var damping = Damping.Relative(0.1);
        var solved = fisher.Precondition(queries, damping);
        for (var i = 0; i < s_layout.Blocks.Count; i++)
        {
            var x = s_layout.Slice(features, i);
            var h = x.t().mm(x) / 50;
            var lambda = 0.1 * h.diagonal().mean().item<double>();
            var back = s_layout.Slice(solved, i).mm(h + (lambda * eye(h.shape[0], dtype: ScalarType.Float64)));
            // The residual of a Cholesky solve in float64 with condition number below 1e4.
            Numbers.Close(s_layout.Slice(queries, i).ToDoubles(), back.ToDoubles(), 1e-10, 1e-10);
        }
    }

    [Fact]
    public void SelfInfluence_EqualsTheQuadraticForm()
    {
        using var scope = NewDisposeScope();
        var features = Random(40, 3);
        using var fisher = Fit(features, 7);
        var expected = (features * fisher.Precondition(features, Damping.Default)).sum(1);
        Numbers.Close(
            expected.ToDoubles(),
            fisher.SelfInfluence(Batch(features), Damping.Default, BlockGroups.Whole(s_layout)).ToDoubles(),
            1e-10,
            0
        );
    }

    [Fact]
    public void SumsFromShards_EqualOnePass()
    {
        using var scope = NewDisposeScope();
        var features = Random(30, 4);
        using var whole = Fit(features, 30);
        using var left = new SecondMoments(s_layout, ScalarType.Float64, CPU);
        using var right = new SecondMoments(s_layout, ScalarType.Float64, CPU);
        left.Add(Batch(features.narrow(0, 0, 11)));
        right.Add(Batch(features.narrow(0, 11, 19)));
        left.Merge(right.Sums);
        using var merged = new RawFisher(s_layout, left.TakeMeans());
        foreach (var (name, block) in whole.State)
        {
            Numbers.Close(block.ToDoubles(), merged.State[name].ToDoubles(), 1e-12, 1e-14);
        }
    }

    [Fact]
    public void Damping_OfOneCall_NeverLeaksIntoAnother()
    {
        using var scope = NewDisposeScope();
        var features = Random(20, 5);
        using var fisher = Fit(features, 20);
        var before = fisher.Precondition(features, Damping.Absolute(0.01)).ToDoubles();
        _ = fisher.Precondition(features, Damping.Absolute(10));
        _ = fisher.SelfInfluence(Batch(features), Damping.Relative(3), BlockGroups.Whole(s_layout));
        Assert.Equal(before, fisher.Precondition(features, Damping.Absolute(0.01)).ToDoubles());
        Assert.NotEqual(before, fisher.Precondition(features, Damping.Absolute(10)).ToDoubles());
    }

    [Fact]
    public void SingularWithoutDamping_SaysWhatToDo()
    {
        using var scope = NewDisposeScope();
        using var fisher = Fit(Random(5, 6), 5); // 5 examples, 140 features: rank deficient
        var error = Assert.Throws<InvalidOperationException>(() => fisher.Precondition(Random(1, 7), Damping.Absolute(0)));
        Assert.Contains("is not positive definite with damping 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DampingLostInRounding_IsRaisedAndReported()
    {
        using var scope = NewDisposeScope();
        using var fisher = Fit(Random(5, 6), 5); // 5 examples, 140 features: rank deficient
        var solved = fisher.Precondition(Random(1, 7), Damping.Relative(1e-20));
        Assert.True(solved.isfinite().all().item<bool>());
        Assert.NotEmpty(fisher.Reports);
        Assert.All(
            fisher.Reports,
            report => Assert.Matches("^'(one|two)' is not positive definite with damping .*: raised to .*$", report)
        );
    }

    [Fact]
    public void SelfInfluence_OfGroups_AddsUpToTheWhole()
    {
        using var scope = NewDisposeScope();
        var features = Random(20, 9);
        using var fisher = Fit(features, 20);
        var parts = fisher.SelfInfluence(Batch(features), Damping.Default, BlockGroups.Single(s_layout));
        Assert.Equal([s_layout.Blocks.Count, 20], parts.shape);
        Numbers.Close(
            fisher.SelfInfluence(Batch(features), Damping.Default, BlockGroups.Whole(s_layout)).ToDoubles(),
            parts.sum(0L).ToDoubles(),
            1e-14,
            0
        );
    }

    [Fact]
    public void NaNFeature_IsNamed()
    {
        using var scope = NewDisposeScope();
        var features = Random(4, 8);
        features[2, 20] = tensor(double.NaN);
        using var moments = new SecondMoments(s_layout, ScalarType.Float64, CPU);
        moments.Add(Batch(features));
        var error = Assert.Throws<InvalidOperationException>(() => moments.TakeMeans());
        Assert.StartsWith("Curvature of 'two' has a NaN or an infinity.", error.Message, StringComparison.Ordinal);
    }

    private static RawFisher Fit(Tensor features, int chunk)
    {
        using var moments = new SecondMoments(s_layout, ScalarType.Float64, CPU);
        for (long first = 0; first < features.shape[0]; first += chunk)
        {
            moments.Add(Batch(features.narrow(0, first, Math.Min(chunk, features.shape[0] - first))));
        }

        return new RawFisher(s_layout, moments.TakeMeans());
    }

    private static FeatureBatch Batch(Tensor rows) =>
        FeatureBatch.FromRows([.. Enumerable.Range(0, (int)rows.shape[0]).Select(i => $"e{i}")], rows, s_layout);

    private static Tensor Random(int rows, long seed)
    {
        var random = new SeededRandom(seed);
        var values = Enumerable.Range(0, rows * (int)s_layout.Size).Select(_ => random.NextNormal()).ToArray();
        return tensor(values, [rows, s_layout.Size], dtype: ScalarType.Float64);
    }
}
