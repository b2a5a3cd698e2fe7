using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>Rows of texts under the names of columns, as a format gives them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Unit">What a row is in the file: 'line' or 'row'.</param>
/// <param name="Columns">The cells of each column in the order of the rows; null or '' where there is none.</param>
/// <param name="Places">The number of each row in the file, from 1, in the unit.</param>
/// <param name="Ids">The ids of the rows that have none of their own.</param>
internal sealed record TableContent(
    string Path,
    string Unit,
    OrderedDictionary<string, string?[]> Columns,
    IReadOnlyList<long> Places,
    IReadOnlyList<string> Ids
) : DataContent
{
    /// <summary>Where a row is.</summary>
    internal string Place(int row) => $"{Unit} {Places[row]} of '{Path}'";

    /// <summary>A column by its name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal string Require(string name, string option)
    {
        if (!Columns.ContainsKey(ComposedText.Of(name)))
        {
            Throw.NoDataColumn(name, option, Path, [.. Columns.Keys]);
        }

        return ComposedText.Of(name);
    }
}
