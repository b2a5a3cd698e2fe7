using DataWorth.Randomness;

namespace DataWorth.Projections;

/// <summary>What a projection of one side of a block is made from.</summary>
/// <param name="Block">Name of the block.</param>
/// <param name="Side">"output" or "input".</param>
/// <param name="Size">n, greater than k.</param>
/// <param name="Rank">k, at least 1.</param>
/// <param name="Seed">The user's seed.</param>
/// <param name="Type">Element type.</param>
/// <param name="Device">Device.</param>
/// <param name="Covariance">Second moments [n, n] of the side's factor, for kinds that need them; null otherwise.</param>
public sealed record ProjectionDraw(
    string Block,
    string Side,
    long Size,
    int Rank,
    long Seed,
    ScalarType Type,
    Device Device,
    Tensor? Covariance = null
)
{
    /// <summary>The stream of (seed, block, side): it depends on nothing else, such as the order of modules.</summary>
    public SeededRandom Random() => NamedRandom.Create(Seed, Block, Side);
}
