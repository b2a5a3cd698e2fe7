using DataWorth.LinearAlgebra;

namespace DataWorth.Codecs;

/// <summary>What a codec may have to know beside its name.</summary>
public sealed record CodecContext
{
    /// <summary>Names of the blocks whose gradients are one outer product for every example; asked only by codecs that need it. Default
    /// none.</summary>
    public Func<IReadOnlySet<string>> OuterProducts { get; init; } = () => new HashSet<string>();

    /// <summary>How factors of rank c are found; c itself is in the name. Default power iterations.</summary>
    public LowRankOptions Factors { get; init; } = new();
}
