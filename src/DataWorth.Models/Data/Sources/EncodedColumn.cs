using System.Globalization;
using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>The cells of one column as features: a number each, or the index of a category.</summary>
internal sealed class EncodedColumn
{
    private readonly float[]? _numbers;
    private readonly uint[]? _keys;
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
            var numbers = new double[cells.Length];
            for (var row = 0; row < cells.Length; row++)
            {
                numbers[row] = Number(table, encoding, cells, row);
                if (OutsideValue.Of(encoding, numbers[row]) is { } value)
                {
                    _outside.Add(row, value);
                }
            }

            _numbers = ColumnTransforms.Features(encoding, numbers);
            if (Array.FindIndex(_numbers, feature => !float.IsFinite(feature)) is >= 0 and var fault)
            {
                Throw.NotFinite(encoding.Name, cells[fault]!, table.Place(fault));
            }

            return;
        }

        _keys = ColumnTransforms.Keys(encoding, cells.Select(cell => ComposedText.Of(cell ?? "")));
        if (Array.IndexOf(_keys, 0u) is >= 0 and var unknown)
        {
            if (Cell.IsEmpty(cells[unknown]))
            {
                Throw.EmptyCell(encoding.Name, cells[unknown] ?? "", table.Place(unknown));
            }

            Throw.UnknownCategory(encoding.Name, cells[unknown]!, table.Place(unknown), encoding.Categories);
        }
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

        destination[(int)_keys![row] - 1] = 1;
    }

    /// <summary>The cell of a row for people: the number before it was scaled, or the category.</summary>
    internal KeyValuePair<string, string> Text(int row) =>
        new(_encoding.Name, _numbers is null ? _encoding.Categories![(int)_keys![row] - 1] : Number(_numbers[row], _encoding));

    // With the digits that the feature has kept of it: float32 has seven, of which the mean may have taken some.
    private static string Number(float feature, ColumnEncoding encoding)
    {
        const double Rounding = 6e-8;
        var scaled = feature * encoding.Scale;
        var (number, lost) = (scaled + encoding.Offset, Math.Abs(scaled) * Rounding);
        var digits = lost > 0 ? Math.Clamp((int)Math.Log10(Math.Abs(number) / lost), 0, 7) : 7;
        return digits == 0
            ? "0"
            : double.Parse(number.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of a cell; NaN where it has none and the encoding knows what to put in its place.</summary>
    private static double Number(TableContent table, ColumnEncoding encoding, string?[] cells, int row)
    {
        var cell = cells[row];
        if (Cell.TryNumber(cell, out var number))
        {
            return number;
        }

        if (!Cell.IsMissingNumber(cell))
        {
            Throw.NotANumber(encoding.Name, cell!, table.Place(row), isFit: false);
        }

        if (encoding.Replacement is null)
        {
            Throw.EmptyCell(encoding.Name, cell ?? "", table.Place(row));
        }

        return double.NaN;
    }
}
