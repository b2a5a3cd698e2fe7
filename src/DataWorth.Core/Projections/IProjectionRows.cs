using DataWorth.Features;

namespace DataWorth.Projections;

/// <summary>A Johnson-Lindenstrauss matrix P [p, k] that is made a few rows at a time, so that it never has to be held whole.</summary>
public interface IProjectionRows
{
    /// <summary>k.</summary>
    int Size { get; }

    /// <summary>The rows of P that belong to outputs first..first+count-1 of a block's gradient [O, I], a new tensor [count I, k] in the
    /// caller's scope.</summary>
    /// <param name="block">The block.</param>
    /// <param name="firstOutput">First row of the gradient.</param>
    /// <param name="count">Number of rows of the gradient.</param>
    Tensor Rows(BlockShape block, long firstOutput, long count);
}
