using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>Collects the rows of a table.</summary>
/// <param name="file">The file that is read.</param>
/// <param name="unit">What a row is in the file: 'line' or 'row'.</param>
internal sealed class TableBuilder(TableFile file, string unit)
{
    private const string SplitColumn = "split";

    private readonly OrderedDictionary<string, ColumnBuilder> _columns = [];
    private readonly List<long> _places = [];

    /// <summary>Whether a column says which split a row belongs to.</summary>
    internal static bool IsSplitColumn(string name) => string.Equals(name, SplitColumn, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds a column, whose cells are missing so far.</summary>
    /// <exception cref="InvalidDataException">There is one of this name.</exception>
    internal ColumnBuilder AddColumn(string name)
    {
        ColumnBuilder column = new(ComposedText.Of(name));
        if (!_columns.TryAdd(column.Name, column))
        {
            Throw.ColumnTwice(file.Path, name);
        }

        return column;
    }

    /// <summary>The column of a name, which is added if there is none.</summary>
    internal ColumnBuilder Column(string name) => _columns.TryGetValue(ComposedText.Of(name), out var column) ? column : AddColumn(name);

    /// <summary>Begins a row.</summary>
    internal void AddRow(long place) => _places.Add(place);

    /// <summary>Sets a cell of the row that was begun last.</summary>
    internal void Set(ColumnBuilder column, string? text)
    {
        if (column.Cells.Count >= _places.Count)
        {
            Throw.CellTwice(file.Path, unit, _places[^1], column.Name);
        }

        column.Add(_places.Count - 1, text);
    }

    /// <summary>The rows of the split and of the limit.</summary>
    internal TableContent Build(DataOptions options)
    {
        foreach (var (_, column) in _columns)
        {
            column.PadTo(_places.Count);
        }

        int[] rows = [.. RowsOfSplit().Take(options.Limit ?? int.MaxValue)];
        if (rows.Length == 0)
        {
            Throw.NoDataRows(file.Path);
        }

        return new(
            file.Path,
            unit,
            new(_columns.Select(pair => KeyValuePair.Create(pair.Key, (string?[])[.. rows.Select(row => pair.Value.Cells[row])]))),
            [.. rows.Select(row => _places[row])],
            [.. rows.Select(row => $"{file.Split}-{row:D5}")]
        )
        {
            Notices = file.Notices,
        };
    }

    private IEnumerable<int> RowsOfSplit()
    {
        var all = Enumerable.Range(0, _places.Count);
        if (file.SplitOfRows is not { } split)
        {
            return all;
        }

        var name = _columns.Keys.FirstOrDefault(IsSplitColumn);
        if (name is null)
        {
            Throw.NoSplitColumn(file.Path, split);
        }

        var cells = _columns[name].Cells;
        if (!cells.Contains(split))
        {
            Throw.NoSplit($"Column '{name}' of '{file.Path}'", split, cells.OfType<string>().Distinct());
        }

        return all.Where(row => cells[row] == split);
    }
}
