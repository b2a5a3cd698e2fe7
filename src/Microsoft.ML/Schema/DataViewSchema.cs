using System.Collections;

namespace Microsoft.ML;

/// <summary>The ordered columns of a view. Immutable.</summary>
/// <remarks>Of several columns with one name the last is found by that name; the earlier ones are hidden and found by index only.</remarks>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexOfName;

    private DataViewSchema(DetachedColumn[] columns)
    {
        _indexOfName = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
            _indexOfName[columns[i].Name] = i;
        _columns = new Column[columns.Length];
        for (int i = 0; i < columns.Length; i++)
            _columns[i] = new Column(columns[i].Name, i, _indexOfName[columns[i].Name] != i, columns[i].Type, columns[i].Annotations);
    }

    /// <summary>Number of columns, hidden ones included.</summary>
    public int Count => _columns.Length;

    /// <summary>The visible column of a name.</summary>
    /// <param name="name">Name of the column; case matters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No column has the name.</exception>
    public Column this[string name]
    {
        get
        {
            Throw.IfEmpty(name, nameof(name));
            if (!_indexOfName.TryGetValue(name, out int index))
                Throw.Argument(nameof(name), $"Column '{name}' not found");
            return _columns[index];
        }
    }

    /// <summary>The column at an index, hidden or not.</summary>
    /// <param name="columnIndex">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside that range.</exception>
    public Column this[int columnIndex]
    {
        get
        {
            if ((uint)columnIndex >= (uint)_columns.Length)
                Throw.Argument(nameof(columnIndex), $"Column index {columnIndex} is outside 0 to {_columns.Length - 1}.");
            return _columns[columnIndex];
        }
    }

    /// <summary>The visible column of a name, or null if no column has it.</summary>
    /// <param name="name">Name of the column; case matters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null or empty.</exception>
    public Column? GetColumnOrNull(string name)
    {
        Throw.IfEmpty(name, nameof(name));
        return _indexOfName.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    /// <summary>Enumerates the columns by index.</summary>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of columns as text.</summary>
    public override string ToString() => $"{Count} columns";
}
