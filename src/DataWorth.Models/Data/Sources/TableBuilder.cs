namespace DataWorth.Models.Data.Sources;

/// <summary>Collects the rows of a table; equal texts of a column are kept once.</summary>
/// <param name="file">The file that is read.</param>
/// <param name="unit">What a row is in the file: 'line' or 'row'.</param>
internal sealed class TableBuilder(TableFile file, string unit)
{
    private const string SplitColumn = "split";
    private const int PooledTexts = 1000;

    private readonly OrderedDictionary<string, (List<string?> Cells, HashSet<string> Pool)> _columns = [];
    private readonly List<long> _places = [];

    /// <summary>Adds a column, whose cells are missing so far.</summary>
    /// <exception cref="InvalidDataException">There is one of this name.</exception>
    internal void AddColumn(string name)
    {
        if (!_columns.TryAdd(name, ([], [])))
        {
            Throw.ColumnTwice(file.Path, name);
        }
    }

    /// <summary>Begins a row.</summary>
    internal void AddRow(long place) => _places.Add(place);

    /// <summary>Sets a cell of the row that was begun last.</summary>
    internal void Set(string column, string? text)
    {
        if (!_columns.ContainsKey(column))
        {
            AddColumn(column);
        }

        var (cells, pool) = _columns[column];
        if (cells.Count >= _places.Count)
        {
            Throw.CellTwice(file.Path, unit, _places[^1], column);
        }

        Pad(cells, _places.Count - 1);
        cells.Add(text is null ? null : Pooled(pool, text));
    }

    /// <summary>The rows of the split and of the limit.</summary>
    internal TableContent Build(DataOptions options)
    {
        var rows = Enumerable.Range(0, _places.Count);
        foreach (var (_, column) in _columns)
        {
            Pad(column.Cells, _places.Count);
        }

        if (file.SplitOfRows is { } split)
        {
            var name = _columns.Keys.FirstOrDefault(IsSplitColumn);
            if (name is null)
            {
                Throw.NoSplitColumn(file.Path, split);
            }

            var cells = _columns[name].Cells;
            rows = rows.Where(row => cells[row] == split);
            if (!rows.Any())
            {
                Throw.NoSplit($"Column '{name}' of '{file.Path}'", split, cells.OfType<string>().Distinct());
            }
        }

        int[] chosen = [.. rows.Take(options.Limit ?? int.MaxValue)];
        if (chosen.Length == 0)
        {
            Throw.NoDataRows(file.Path);
        }

        return new(
            file.Path,
            unit,
            new(_columns.Select(pair => KeyValuePair.Create(pair.Key, (string?[])[.. chosen.Select(row => pair.Value.Cells[row])]))),
            [.. chosen.Select(row => _places[row])],
            [.. chosen.Select(row => $"{file.Split}-{row:D5}")]
        );
    }

    /// <summary>Whether a column says which split a row belongs to.</summary>
    internal static bool IsSplitColumn(string name) => string.Equals(name, SplitColumn, StringComparison.OrdinalIgnoreCase);

    private static string Pooled(HashSet<string> pool, string text)
    {
        if (pool.TryGetValue(text, out var same))
        {
            return same;
        }

        if (pool.Count < PooledTexts)
        {
            pool.Add(text);
        }

        return text;
    }

    private static void Pad(List<string?> cells, int count)
    {
        while (cells.Count < count)
        {
            cells.Add(null);
        }
    }
}
