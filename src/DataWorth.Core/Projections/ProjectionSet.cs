using DataWorth.Features;
using DataWorth.Statistics;

namespace DataWorth.Projections;

/// <summary>Two-sided projections for every block of a layout. Owns them.</summary>
/// <remarks>vec(P_o G P_i^T) = (P_o kron P_i) vec(G): a Kronecker-structured random projection of the gradient. Source: LogIX,
/// arXiv:2405.13954, section 3.2.</remarks>
public sealed class ProjectionSet : IDisposable
{
    private const string OutputSide = "output";
    private const string InputSide = "input";

    private readonly FeatureLayout _source;
    private readonly IReadOnlyList<(Projection Output, Projection Input)> _pairs;

    private ProjectionSet(FeatureLayout source, Func<string, string, long, int, Projection> side)
    {
        _source = source;
        _pairs =
        [
            .. source.Blocks.Select(
                (block, i) => (side(block.Name, OutputSide, block.Outputs, i), side(block.Name, InputSide, block.Inputs, i))
            ),
        ];
        Layout = new FeatureLayout([
            .. source.Blocks.Zip(_pairs, (block, pair) => new BlockShape(block.Name, pair.Output.OutputSize, pair.Input.OutputSize)),
        ]);
    }

    /// <summary>Layout of the projected features.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>P_o and P_i of block <paramref name="index"/>.</summary>
    public (Projection Output, Projection Input) this[int index] => _pairs[index];

    /// <summary>No projection: the full gradient.</summary>
    public static ProjectionSet Identity(FeatureLayout source) => new(source, (_, _, size, _) => new IdentityProjection(size));

    /// <summary>Projections with k_o = min(k, O) and k_i = min(k, I). A side that is not longer than k is kept whole, which loses
    /// nothing.</summary>
    /// <param name="source">Layout of the full gradient.</param>
    /// <param name="kind">How they are made.</param>
    /// <param name="rank">k, at least 1.</param>
    /// <param name="seed">Seed; a projection depends on (seed, block name, side) only, not on the order of modules.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Device.</param>
    /// <param name="covariances">Covariances of the full gradient's factors, for kinds that need them: P_i is made from A, P_o from S.
    /// Default null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1.</exception>
    public static ProjectionSet Create(
        FeatureLayout source,
        ProjectionDescription kind,
        int rank,
        long seed,
        ScalarType type,
        Device device,
        KroneckerCovariances? covariances = null
    )
    {
        if (rank < 1)
        {
            CoreThrow.Range("Rank", rank, "at least 1");
        }

        return new ProjectionSet(
            source,
            (block, side, size, index) =>
            {
                if (size <= rank)
                {
                    return new IdentityProjection(size);
                }

                using var scope = NewDisposeScope();
                var (activations, gradients) = kind.NeedsCovariances ? covariances!.Means(index) : (null, null);
                return kind.Create(
                    new ProjectionDraw(block, side, size, rank, seed, type, device, side == OutputSide ? gradients : activations)
                );
            }
        );
    }

    /// <summary>Projections made elsewhere, by block name; the set takes ownership of the matrices.</summary>
    /// <exception cref="ArgumentException">A block has none, or one of another width.</exception>
    public static ProjectionSet Given(FeatureLayout source, IReadOnlyDictionary<string, ProjectionPair> pairs) =>
        new(
            source,
            (block, side, size, _) =>
            {
                if (!pairs.TryGetValue(block, out var pair))
                {
                    CoreThrow.MissingProjection(block, pairs.Keys);
                }

                return Checked(block, side, side == OutputSide ? pair.Output : pair.Input, size);
            }
        );

    /// <summary>What the projections are made of, NAME.output and NAME.input with their endings, for persistence; they stay the
    /// set's.</summary>
    public IReadOnlyDictionary<string, Tensor> ToTensors() =>
        _source
            .Blocks.Zip(_pairs)
            .SelectMany(entry =>
                new[] { (Side: OutputSide, Projection: entry.Second.Output), (Side: InputSide, Projection: entry.Second.Input) }.SelectMany(
                    side => side.Projection.Tensors.Select(tensor => ($"{entry.First.Name}.{side.Side}{tensor.Key}", tensor.Value))
                )
            )
            .ToDictionary(entry => entry.Item1, entry => entry.Value);

    /// <summary>Reads what <see cref="ToTensors"/> gave; a side without tensors is kept whole. The set takes ownership.</summary>
    /// <param name="source">Layout of the full gradient.</param>
    /// <param name="tensors">The tensors.</param>
    public static ProjectionSet FromTensors(FeatureLayout source, IReadOnlyDictionary<string, Tensor> tensors) =>
        new(
            source,
            (block, side, size, _) =>
                ProjectionTable
                    .Projections.Select(kind => kind.Restore(ending => tensors.GetValueOrDefault($"{block}.{side}{ending}"), size))
                    .First(projection => projection is not null)!
        );

    /// <summary>Frees the projections.</summary>
    public void Dispose()
    {
        foreach (var (output, input) in _pairs)
        {
            output.Dispose();
            input.Dispose();
        }
    }

    private static Projection Checked(string block, string side, Tensor? matrix, long size)
    {
        if (matrix is null)
        {
            return new IdentityProjection(size);
        }

        if (matrix.dim() != 2 || matrix.shape[1] != size)
        {
            CoreThrow.ProjectionShape(block, side, matrix.shape, matrix.shape[0], size);
        }

        return new DenseProjection(matrix);
    }
}
