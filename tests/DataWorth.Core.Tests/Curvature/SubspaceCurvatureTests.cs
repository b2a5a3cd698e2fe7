using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Randomness;

namespace DataWorth.Core.Tests.Curvature;

public sealed class SubspaceCurvatureTests
{
    private const int Size = 12;
    private const double Lambda = 1e-6; // beside a largest eigenvalue of 1: rounding of float32 over lambda would be 6 %

    private static readonly FeatureLayout s_layout = new([new BlockShape("one", 3, 4)]);

    [Fact]
    public void SubspaceThatSpansTheBlock_HasNoRestThatRoundingIsDividedIn()
    {
        using var scope = NewDisposeScope();
        var values = tensor(Enumerable.Range(0, Size).Select(i => Math.Pow(10, -0.5 * i)).ToArray()); // 1 to 3e-6
        var vectors = linalg.qr(Random(Size, 1)).Q;
        var (train, queries) = (Draw(20, 2), Draw(5, 3));
        var inverse = (vectors / (values + Lambda)).mm(vectors.t());
        var expected = train.mm(inverse).mm(queries.t()).ToDoubles();
        var self = (train.mm(inverse) * train).sum(1).ToDoubles();

        var state = new Dictionary<string, Tensor>
        {
            ["one.vectors"] = vectors.to_type(ScalarType.Float32),
            ["one.values"] = values,
            ["one.summary"] = tensor(new[] { values.mean().item<double>(), values.sum().item<double>() }),
        };
        using var curvature = new SubspaceCurvature(s_layout, state, SubspaceDamping.RitzMean);
        var damping = Damping.Absolute(Lambda);
        var (t, q) = (train.to_type(ScalarType.Float32), queries.to_type(ScalarType.Float32));
        Near(expected, t.mm(curvature.Precondition(q, damping).t()));
        Near(
            self,
            curvature.SelfInfluence(
                FeatureBatch.FromRows([.. Enumerable.Range(0, 20).Select(i => $"{i}")], t, s_layout),
                damping,
                BlockGroups.Whole(s_layout)
            )
        );
        var (factor, weights) = curvature.Woodbury(0, q, damping);
        Assert.Equal(0, factor);
        Near(expected, t.mm(curvature.State["one.vectors"]).mm(weights.t()));

        // Rows as a Fisher with these eigenpairs has them.
        Tensor Draw(int rows, long seed) => (Random(rows, seed) * values.sqrt()).mm(vectors.t());
    }

    private static void Near(double[] expected, Tensor actual)
    {
        var error = Numbers.RelativeToMaximum(expected, actual.ToDoubles());
        Assert.True(error < 2e-4, $"{error:g3}");
    }

    private static Tensor Random(int rows, long seed)
    {
        var random = new SeededRandom(seed);
        return tensor(Enumerable.Range(0, rows * Size).Select(_ => random.NextNormal()).ToArray(), [rows, Size]);
    }
}
