using System.Globalization;
using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>The cells of one column as features: a number each, or the index of a category.</summary>
internal sealed class EncodedColumn
{
    private readonly float[]? _numbers;
    private readonly int[]? _categories;
    private readonly ColumnEncoding _encoding;
    private readonly Dictionary<int, OutsideValue> _outside = [];

    /// <summary>Encodes the cells.</summary>
    /// <exception cref="InvalidDataException">A cell is empty, no finite number, or of a category that the fit did not see.</exception>
    internal EncodedColumn(TableContent table, ColumnEncoding encoding)
    {
        var cells = table.Columns[encoding.Name];
        (Width, _encoding) = (encoding.Width, encoding);
        if (encoding.Categories is null)
        {
            _numbers = [.. cells.Select((cell, row) => Number(cell, encoding, () => table.Place(row)))];
            foreach (var (row, cell) in cells.Index().Where(entry => !Cell.IsMissingNumber(entry.Item)))
            {
                if (Cell.TryNumber(cell!, out var number) && OutsideValue.Of(encoding, number) is { } value)
                {
                    _outside.Add(row, value);
                }
            }

            return;
        }

        var indices = encoding
            .Categories.Index()
            .DistinctBy(name => ComposedText.Of(name.Item))
            .ToDictionary(name => ComposedText.Of(name.Item), name => name.Index);
        _categories = [.. cells.Select((cell, row) => Category(cell ?? "", indices, encoding, () => table.Place(row)))];
    }

    /// <summary>The number of features.</summary>
    internal int Width { get; }

    /// <summary>The number of a row, where it is far from all that the fit saw.</summary>
    internal OutsideValue? Outside(int row) => _outside.GetValueOrDefault(row);

    /// <summary>Writes the features of a row into zeros.</summary>
    internal void Write(int row, Span<float> destination)
    {
        if (_numbers is not null)
        {
            destination[0] = _numbers[row];
            return;
        }

        destination[_categories![row]] = 1;
    }

    /// <summary>The cell of a row for people: the number before it was scaled, or the category.</summary>
    internal KeyValuePair<string, string> Text(int row) =>
        new(
            _encoding.Name,
            _numbers is null
                ? _encoding.Categories![_categories![row]]
                : ((_numbers[row] * _encoding.Scale) + _encoding.Offset).ToString("0.#####", CultureInfo.InvariantCulture)
        );

    private static float Number(string? cell, ColumnEncoding encoding, Func<string> place)
    {
        if (Cell.IsMissingNumber(cell))
        {
            if (encoding.Replacement is null)
            {
                Throw.EmptyCell(encoding.Name, cell ?? "", place());
            }

            return (float)((encoding.Replacement.Value - encoding.Offset) / encoding.Scale);
        }

        if (!Cell.TryNumber(cell!, out var number))
        {
            Throw.NotANumber(encoding.Name, cell!, place(), isFit: false);
        }

        var feature = (float)((number - encoding.Offset) / encoding.Scale);
        if (!float.IsFinite(feature))
        {
            Throw.NotFinite(encoding.Name, cell!, place());
        }

        return feature;
    }

    private static int Category(string cell, Dictionary<string, int> indices, ColumnEncoding encoding, Func<string> place)
    {
        if (!indices.TryGetValue(ComposedText.Of(cell), out var index))
        {
            if (Cell.IsEmpty(cell))
            {
                Throw.EmptyCell(encoding.Name, cell, place());
            }

            Throw.UnknownCategory(encoding.Name, cell, place(), encoding.Categories!);
        }

        return index;
    }
}
