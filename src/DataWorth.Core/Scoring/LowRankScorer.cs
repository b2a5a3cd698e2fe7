using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.LinearAlgebra;

namespace DataWorth.Scoring;

/// <summary>Dot products with preconditioned queries that are kept as rank-k factors, Q~ ~ L R, block by block: k (O + I) numbers per query
/// and block instead of O I.</summary>
/// <remarks>The error of a score is at most the relative error of the query's factors x |Q~| |G_n|; at full rank it is rounding. Source:
/// Grosse et al. 2023, arXiv:2308.03296, section 3.2.2.</remarks>
public sealed class LowRankScorer : IScorer
{
    private readonly IReadOnlyList<LowRankQueryFactors> _factors;
    private readonly BlockGroups _groups;

    /// <summary>Factors the queries.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="queries">(H + lambda I)^-1 phi_q, [Q, D]; stays the caller's.</param>
    /// <param name="rank">k, at least 1.</param>
    /// <param name="groups">Which blocks are summed.</param>
    public LowRankScorer(FeatureLayout layout, Tensor queries, int rank, BlockGroups groups)
    {
        using var scope = NewDisposeScope();
        _groups = groups;
        _factors =
        [
            .. layout.Blocks.Select(
                (block, i) =>
                    LowRankQueryFactors.Compute(layout.Slice(queries, i).reshape(-1, block.Outputs, block.Inputs), rank, block.Name)
            ),
        ];
        var worst = Enumerable.Range(0, _factors.Count).MaxBy(i => _factors[i].WorstRelativeError);
        WorstRelativeError = _factors[worst].WorstRelativeError;
        Reports = [$"query factors of rank {rank}: relative error at most {WorstRelativeError:g3} ('{layout.Blocks[worst].Name}')"];
    }

    /// <summary>The largest |Q~ - L R| / |Q~| over queries and blocks.</summary>
    public double WorstRelativeError { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Reports { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: methods with query factors contract gradients and store none.</exception>
    public Tensor Score(EncodedRows rows)
    {
        CoreThrow.NothingStored();
        return null;
    }

    /// <inheritdoc/>
    public Tensor Score(FeatureBatch batch) => _groups.Sum(i => batch.Blocks[i].DotFactors(_factors[i].Left, _factors[i].Right));

    /// <summary>Frees the factors.</summary>
    public void Dispose()
    {
        foreach (var factors in _factors)
        {
            factors.Dispose();
        }
    }
}
