using System.Globalization;

namespace DataWorth.Models.Data.Sources;

/// <summary>The rows of a table as features and labels.</summary>
internal static class EncodedTable
{
    /// <summary>Encodes a table.</summary>
    internal static DataRows Encode(TableContent table, TableReading reading)
    {
        var ids = reading.IdColumn is { } id ? Ids(table, id) : table.Ids;
        EncodedColumn[] columns = [.. reading.Encoding.Columns.Select(column => new EncodedColumn(table, column))];
        return new(ids, Labels(table, reading), [columns.Sum(column => column.Width)], FeaturesOf(columns))
        {
            Names = [.. reading.Encoding.Columns.SelectMany(column => column.FeatureNames)],
            Cells = CellsOf(columns),
            Outside = row => [.. columns.Select(column => column.Outside(row)).OfType<OutsideValue>()],
        };
    }

    private static Func<int, IReadOnlyList<KeyValuePair<string, string>>> CellsOf(EncodedColumn[] columns) =>
        row => [.. columns.Select(column => column.Text(row))];

    // A method of its own: the function must not keep the texts of the table alive.
    private static Func<int, float[]> FeaturesOf(EncodedColumn[] columns) =>
        row =>
        {
            var features = new float[columns.Sum(column => column.Width)];
            var start = 0;
            foreach (var column in columns)
            {
                column.Write(row, features.AsSpan(start, column.Width));
                start += column.Width;
            }

            return features;
        };

    private static long[]? Labels(TableContent table, TableReading reading)
    {
        if (reading.LabelColumn is not { } label)
        {
            return null;
        }

        ClassIndex classes = new(reading.Encoding.Classes);
        return reading.AreQueries && Array.TrueForAll(table.Columns[label], Cell.IsEmpty)
            ? null
            : [.. table.Columns[label].Select((cell, row) => Label(cell, row))];

        long Label(string? cell, int row)
        {
            if (Cell.IsEmpty(cell))
            {
                return reading.AreQueries ? DataSource.NoLabel : throw Throw.NoLabel(label, table.Place(row));
            }

            return classes.Of(cell!, () => table.Place(row));
        }
    }

    private static string[] Ids(TableContent table, string column)
    {
        Dictionary<string, int> rows = [];
        string[] ids = [.. table.Columns[column].Select(cell => cell ?? "")];
        var isNumeric = ids.All(id => Cell.TryNumber(id, out _));
        for (var row = 0; row < ids.Length; row++)
        {
            if (Cell.IsEmpty(ids[row]))
            {
                Throw.NoId(column, table.Place(row));
            }

            if (isNumeric && !long.TryParse(ids[row], NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            {
                Throw.NotAnId(column, ids[row], table.Place(row));
            }

            if (!rows.TryAdd(ids[row], row))
            {
                Throw.IdTwice(column, ids[row], table.Place(rows[ids[row]]), table.Place(row));
            }
        }

        return ids;
    }
}
