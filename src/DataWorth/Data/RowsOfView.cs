using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Some rows of a view, in its order.</summary>
internal static class RowsOfView
{
    /// <summary>The rows at some places.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="view">The view.</param>
    /// <param name="rows">The places, from 0.</param>
    public static IDataView At(MLContext mlContext, IDataView view, IEnumerable<long> rows)
    {
        var wanted = rows.ToHashSet();
        return mlContext.Data.FilterByStatefulCustomPredicate<AnyRow, Place>(
            view,
            (_, place) => !wanted.Contains(place.Next++), // true leaves a row out
            place => place.Next = 0
        );
    }

    private sealed class AnyRow;

    private sealed class Place
    {
        public long Next { get; set; }
    }
}
