using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Statistics;

namespace DataWorth.Core.Tests.Curvature;

public sealed class KroneckerLawTests
{
    private const double Double = 1e-10;

    [Theory]
    [InlineData(EigenbasisKind.Ekfac)]
    [InlineData(EigenbasisKind.Kfac)]
    public void Ekfac_OnExactlyKroneckerFisher_EqualsDenseInfluence(EigenbasisKind kind)
    {
        // Every output gradient with every activation: the Fisher of vec(g a^T) is E[g g^T] kron E[a a^T].
        using var scope = NewDisposeScope();
        var (a, g) = (Waves(6, 4, 0.7), Waves(5, 3, 1.3));
        using var train = new FactoredFeatures([(g.repeat_interleave(6, 0), a.repeat(5, 1))]);
        using var dense = new RawFisher(
            train.Layout,
            Passes.Fit(state => RawFisher.NextPass(train.Layout, ScalarType.Float64, CPU, state), train.Batches)
        );
        using var factored = new EigenbasisCurvature(
            train.Layout,
            Passes.Fit(
                state =>
                    EigenbasisCurvature.NextPass(
                        train.Layout,
                        ScalarType.Float64,
                        CPU,
                        kind,
                        CovarianceNormalization.Positions,
                        state
                    ),
                train.Batches
            )
        );
        var features = Waves(7, 12, 0.4);
        foreach (var damping in new[] { Damping.Absolute(0.05), Damping.Default })
        {
            Numbers.Close(
                dense.Precondition(features, damping).ToDoubles(),
                factored.Precondition(features, damping).ToDoubles(),
                Double,
                Double
            );
        }
    }

    [Fact]
    public void KroneckerCovariances_MergedFromShards_EqualSinglePass()
    {
        using var scope = NewDisposeScope();
        var (a, g) = (Waves(9, 4, 0.7), Waves(9, 3, 1.3));
        using var all = new FactoredFeatures([(g, a)]);
        using var shards = new FactoredFeatures([(g.narrow(0, 0, 4), a.narrow(0, 0, 4)), (g.narrow(0, 4, 5), a.narrow(0, 4, 5))]);
        using var single = new KroneckerCovariances(all.Layout, ScalarType.Float64, CPU);
        single.Add(all.Batches.Single());
        var parts = shards
            .Batches.Select(batch =>
            {
                var part = new KroneckerCovariances(all.Layout, ScalarType.Float64, CPU);
                part.Add(batch);
                return part;
            })
            .ToList();
        parts[1].Merge(parts[0].Sums);
        Assert.Equal(9, parts[1].Count);
        Numbers.Close(single.Means(0).Activations.ToDoubles(), parts[1].Means(0).Activations.ToDoubles(), 1e-14, 1e-15);
        Numbers.Close(single.Means(0).Gradients.ToDoubles(), parts[1].Means(0).Gradients.ToDoubles(), 1e-14, 1e-15);
        parts.ForEach(part => part.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EigenvalueCorrection_MergedFromShards_EqualsSinglePassAndTheDefinition(bool isRotated)
    {
        using var scope = NewDisposeScope();
        var (a, g) = (Waves(9, 4, 0.7), Waves(9, 3, 1.3));
        using var all = new FactoredFeatures([(g, a)]);
        using var shards = new FactoredFeatures([(g.narrow(0, 0, 4), a.narrow(0, 0, 4)), (g.narrow(0, 4, 5), a.narrow(0, 4, 5))]);
        (Tensor? Outputs, Tensor? Inputs) bases = isRotated ? (linalg.qr(Waves(3, 3, 2.1)).Q, linalg.qr(Waves(4, 4, 1.7)).Q) : (null, null);
        using var single = new EigenvalueCorrection(all.Layout, [bases], ScalarType.Float64, CPU);
        single.Add(all.Batches.Single());
        var parts = shards
            .Batches.Select(batch =>
            {
                var part = new EigenvalueCorrection(all.Layout, [bases], ScalarType.Float64, CPU);
                part.Add(batch);
                return part;
            })
            .ToList();
        parts[0].Merge(parts[1].Sums);
        Assert.Equal(9, parts[0].Count);
        Numbers.Close(single.Means(0).ToDoubles(), parts[0].Means(0).ToDoubles(), 1e-14, 1e-15);
        var gradients = g.unsqueeze(2) * a.unsqueeze(1); // [9, 3, 4]
        var rotated = isRotated ? matmul(matmul(bases.Outputs!.t(), gradients), bases.Inputs!) : gradients;
        Numbers.Close(rotated.square().mean([0]).ToDoubles(), single.Means(0).ToDoubles(), 1e-13, 1e-15);
        parts.ForEach(part => part.Dispose());
    }

    [Fact]
    public void SecondMoments_MergedFromShards_EqualSinglePass()
    {
        using var scope = NewDisposeScope();
        var (a, g) = (Waves(9, 4, 0.7), Waves(9, 3, 1.3));
        using var all = new FactoredFeatures([(g, a)]);
        using var shards = new FactoredFeatures([(g.narrow(0, 0, 4), a.narrow(0, 0, 4)), (g.narrow(0, 4, 5), a.narrow(0, 4, 5))]);
        using var single = new SecondMoments(all.Layout, ScalarType.Float64, CPU);
        single.Add(all.Batches.Single());
        var parts = shards
            .Batches.Select(batch =>
            {
                var part = new SecondMoments(all.Layout, ScalarType.Float64, CPU);
                part.Add(batch);
                return part;
            })
            .ToList();
        parts[0].Merge(parts[1].Sums);
        Assert.Equal(9, parts[0].Count);
        Numbers.Close(single.TakeMeans()["layer"].ToDoubles(), parts[0].TakeMeans()["layer"].ToDoubles(), 1e-14, 1e-15);
        parts.ForEach(part => part.Dispose());
    }

    private static Tensor Waves(int rows, int columns, double speed) =>
        (arange(0, rows * columns, ScalarType.Float64) * speed + 0.3).sin().view(rows, columns) + 0.1;

    /// <summary>Gradients g a^T of one layer, in batches.</summary>
    private sealed class FactoredFeatures : IDisposable
    {
        public FactoredFeatures((Tensor Gradients, Tensor Activations)[] batches)
        {
            Batches =
            [
                .. batches.Select(batch => new FeatureBatch(
                    [.. Enumerable.Range(0, (int)batch.Gradients.shape[0]).Select(i => $"e{i}")],
                    [new KroneckerGradient("layer", batch.Activations.unsqueeze(1), batch.Gradients.unsqueeze(1))]
                )),
            ];
            Layout = new FeatureLayout([Batches[0].Blocks[0].Shape]);
        }

        public IReadOnlyList<FeatureBatch> Batches { get; }

        public FeatureLayout Layout { get; }

        public void Dispose()
        {
            foreach (var batch in Batches)
            {
                batch.Dispose();
            }
        }
    }
}
