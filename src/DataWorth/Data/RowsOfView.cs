using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Some rows of a view, in its order.</summary>
internal static class RowsOfView
{
    /// <summary>The rows with some ids.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="view">The view.</param>
    /// <param name="idColumn">Name of its id column, of texts.</param>
    /// <param name="ids">The ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">The view has no such column.</exception>
    public static IDataView WithIds(MLContext mlContext, IDataView view, string idColumn, IEnumerable<string> ids)
    {
        ViewColumns.Find(view.Schema, "id", idColumn, "Rename the column, or set IdColumn.");
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var named =
            idColumn == nameof(IdRow.Id) ? view : mlContext.Transforms.CopyColumns(nameof(IdRow.Id), idColumn).Fit(view).Transform(view);
        return mlContext.Data.FilterByCustomPredicate<IdRow>(named, row => !wanted.Contains(row.Id)); // true leaves a row out
    }

    private sealed class IdRow
    {
        public string Id { get; set; } = "";
    }
}
