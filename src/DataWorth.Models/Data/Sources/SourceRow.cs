namespace DataWorth.Models.Data.Sources;

/// <summary>One row of a view; a column is made when it is read.</summary>
internal sealed class SourceRow(DataRows rows, int row)
{
    /// <summary>The id.</summary>
    public string Id => rows.Ids[row];

    /// <summary>The features.</summary>
    public float[] Features => rows.Features(row);

    /// <summary>The class.</summary>
    public long Label => rows.Labels![row];
}
