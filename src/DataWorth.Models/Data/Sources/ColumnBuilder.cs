namespace DataWorth.Models.Data.Sources;

/// <summary>Collects the cells of a column; equal texts are kept once, the first thousand of them.</summary>
/// <param name="name">Its name.</param>
internal sealed class ColumnBuilder(string name)
{
    private const int PooledTexts = 1000;

    private readonly List<string?> _cells = [];
    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);

    /// <summary>Its name.</summary>
    internal string Name => name;

    /// <summary>Its cells so far.</summary>
    internal IReadOnlyList<string?> Cells => _cells;

    /// <summary>Adds the cell of a row; those of rows before it that were not added are missing.</summary>
    internal void Add(int row, string? text)
    {
        PadTo(row);
        _cells.Add(text is null ? null : Pooled(text));
    }

    /// <summary>Adds missing cells up to a number of rows.</summary>
    internal void PadTo(int rows)
    {
        while (_cells.Count < rows)
        {
            _cells.Add(null);
        }
    }

    private string Pooled(string text)
    {
        if (_pool.TryGetValue(text, out var same))
        {
            return same;
        }

        if (_pool.Count < PooledTexts)
        {
            _pool.Add(text);
        }

        return text;
    }
}
