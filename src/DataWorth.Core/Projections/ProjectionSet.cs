using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Randomness;
using DataWorth.Statistics;

namespace DataWorth.Projections;

/// <summary>Two-sided projections for every block of a layout. Owns its matrices.</summary>
/// <remarks>vec(P_o G P_i^T) = (P_o kron P_i) vec(G): a Kronecker-structured random projection of the gradient. Source: LogIX,
/// arXiv:2405.13954, section 3.2.</remarks>
public sealed class ProjectionSet : IDisposable
{
    private readonly IReadOnlyList<ProjectionPair> _pairs;

    private ProjectionSet(FeatureLayout source, IReadOnlyList<ProjectionPair> pairs)
    {
        _pairs = [.. pairs.Select(pair => new ProjectionPair(pair.Output?.DetachFromDisposeScope(), pair.Input?.DetachFromDisposeScope()))];
        Layout = new FeatureLayout([
            .. source.Blocks.Zip(
                pairs,
                (block, pair) => new BlockShape(block.Name, pair.Output?.shape[0] ?? block.Outputs, pair.Input?.shape[0] ?? block.Inputs)
            ),
        ]);
    }

    /// <summary>Layout of the projected features.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>The matrices of block <paramref name="index"/>.</summary>
    public ProjectionPair this[int index] => _pairs[index];

    /// <summary>No projection: the full gradient.</summary>
    public static ProjectionSet Identity(FeatureLayout source) =>
        new(source, [.. source.Blocks.Select(_ => new ProjectionPair(null, null))]);

    /// <summary>Random projections with k_o = min(k, O) and k_i = min(k, I). A side that is not longer than k is kept whole, which loses
    /// nothing.</summary>
    /// <param name="source">Layout of the full gradient.</param>
    /// <param name="rank">k, at least 1.</param>
    /// <param name="kind">Distribution of the entries, with variance 1/k.</param>
    /// <param name="seed">Seed; a matrix depends on (seed, block name, side) only, not on the order of modules.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Device.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1.</exception>
    public static ProjectionSet Random(FeatureLayout source, int rank, ProjectionKind kind, long seed, ScalarType type, Device device)
    {
        if (rank < 1)
        {
            CoreThrow.Range("Rank", rank, "at least 1");
        }

        return new ProjectionSet(
            source,
            [
                .. source.Blocks.Select(block => new ProjectionPair(
                    Draw(block.Name, "output", rank, block.Outputs, kind, seed, type, device),
                    Draw(block.Name, "input", rank, block.Inputs, kind, seed, type, device)
                )),
            ]
        );
    }

    /// <summary>Projections on the leading eigenvectors of the covariances: rows of P_i are the top min(k, I) eigenvectors of A, rows of
    /// P_o those of S. A side that is not longer than k is kept whole.</summary>
    /// <remarks>Uncentred, no eigenvalue scaling. Source: LogIX, arXiv:2405.13954, section 3.2 (PCA initialisation).</remarks>
    /// <param name="source">Layout of the full gradient.</param>
    /// <param name="rank">k, at least 1.</param>
    /// <param name="covariances">Covariances of the full gradient's factors.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Device.</param>
    public static ProjectionSet Principal(FeatureLayout source, int rank, KroneckerCovariances covariances, ScalarType type, Device device)
    {
        if (rank < 1)
        {
            CoreThrow.Range("Rank", rank, "at least 1");
        }

        return new ProjectionSet(
            source,
            [
                .. source.Blocks.Select(
                    (block, i) =>
                    {
                        using var scope = NewDisposeScope();
                        var (activations, gradients) = covariances.Means(i);
                        return new ProjectionPair(
                            Leading(gradients, rank, block.Name + " (gradients)", type, device),
                            Leading(activations, rank, block.Name + " (activations)", type, device)
                        );
                    }
                ),
            ]
        );
    }

    /// <summary>Projections made elsewhere, by block name; the set takes ownership.</summary>
    /// <exception cref="ArgumentException">A block has none, or one of another width.</exception>
    public static ProjectionSet Given(FeatureLayout source, IReadOnlyDictionary<string, ProjectionPair> pairs)
    {
        foreach (var block in source.Blocks)
        {
            if (!pairs.TryGetValue(block.Name, out var pair))
            {
                CoreThrow.MissingProjection(block.Name, pairs.Keys);
            }

            Check(block.Name, "output", pair.Output, block.Outputs);
            Check(block.Name, "input", pair.Input, block.Inputs);
        }

        return new ProjectionSet(source, [.. source.Blocks.Select(block => pairs[block.Name])]);
    }

    /// <summary>The matrices by name, NAME.output and NAME.input, for persistence; they stay the set's.</summary>
    public IReadOnlyDictionary<string, Tensor> ToTensors(FeatureLayout source)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (block, pair) in source.Blocks.Zip(_pairs))
        {
            if (pair.Output is not null)
            {
                tensors.Add(block.Name + ".output", pair.Output);
            }

            if (pair.Input is not null)
            {
                tensors.Add(block.Name + ".input", pair.Input);
            }
        }

        return tensors;
    }

    /// <summary>Reads what <see cref="ToTensors"/> gave; a side without a matrix is kept whole. The set takes ownership.</summary>
    public static ProjectionSet FromTensors(FeatureLayout source, IReadOnlyDictionary<string, Tensor> tensors) =>
        Given(
            source,
            source.Blocks.ToDictionary(
                block => block.Name,
                block => new ProjectionPair(
                    tensors.GetValueOrDefault(block.Name + ".output"),
                    tensors.GetValueOrDefault(block.Name + ".input")
                )
            )
        );

    /// <summary>Frees the matrices.</summary>
    public void Dispose()
    {
        foreach (var pair in _pairs)
        {
            pair.Dispose();
        }
    }

    private static Tensor? Leading(Tensor covariance, int rank, string name, ScalarType type, Device device)
    {
        if (covariance.shape[0] <= rank)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using var eigen = SymmetricEigen.Compute(covariance, name);
        return eigen.Vectors.narrow(1, 0, rank).t().to(type, copy: true).to(device).contiguous().DetachFromDisposeScope();
    }

    private static void Check(string block, string side, Tensor? matrix, long size)
    {
        if (matrix is not null && (matrix.dim() != 2 || matrix.shape[1] != size))
        {
            CoreThrow.ProjectionShape(block, side, matrix.shape, matrix.shape[0], size);
        }
    }

    private static Tensor? Draw(
        string block,
        string side,
        int rank,
        long size,
        ProjectionKind kind,
        long seed,
        ScalarType type,
        Device device
    )
    {
        if (size <= rank)
        {
            return null;
        }

        var random = NamedRandom.Create(seed, block, side);
        var scale = 1 / Math.Sqrt(rank);
        var values = new double[rank * size];
        if (kind == ProjectionKind.Gaussian)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = scale * random.NextNormal();
            }
        }
        else
        {
            for (var i = 0; i < values.Length; i += 64)
            {
                var bits = random.NextUInt64(); // 64 signs at a time
                for (var j = i; j < Math.Min(i + 64, values.Length); j++, bits >>= 1)
                {
                    values[j] = (bits & 1) == 0 ? scale : -scale;
                }
            }
        }

        return tensor(values, [rank, size], dtype: type, device: device);
    }
}
