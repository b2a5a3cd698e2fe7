using DataWorth.Features;
using DataWorth.Statistics;

namespace DataWorth.Scoring;

/// <summary>What all methods with preconditioned queries check of them.</summary>
internal static class PreconditionedQueries
{
    /// <summary>The preconditioned queries, if each that is not 0 has a number that is not lost.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="rows">phi_q [Q, D].</param>
    /// <param name="solved">(H + lambda I)^-1 phi_q [Q, D].</param>
    /// <exception cref="InvalidOperationException">All scores of a query would be 0 or rounding.</exception>
    public static Tensor Checked(QueryGradients queries, Tensor rows, Tensor solved)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var largest = maximum(solved.amax([-1]), -solved.amin([-1])).to_type(ScalarType.Float64); // [Q]
        var small = largest.lt(SmallNumbers.Smallest(solved.dtype));
        foreach (var index in small.nonzero().flatten().cpu().data<long>())
        {
            if (rows[index].ne(0).any().item<bool>())
            {
                var id = queries.Batches.SelectMany(batch => batch.Ids).ElementAt((int)index);
                CoreThrow.QueryTooSmall(id, largest[index].item<double>(), SmallNumbers.Smallest(solved.dtype), solved.dtype);
            }
        }

        return solved;
    }
}
