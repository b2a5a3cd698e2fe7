using System.Text.RegularExpressions;
using nietras.SeparatedValues;

namespace DataWorth.Models.Data.Sources;

/// <summary>Texts separated by commas, semicolons or tabs, the first line with the names of the columns (RFC 4180: cells in double quotes may
/// hold separators, line ends and doubled quotes); spaces around a cell are no part of it.</summary>
internal static partial class SeparatedFormat
{
    private static readonly char[] s_separators = [',', ';', '|', '\t'];

    private const string NoName = " (no name)";

    internal static DataFormat Csv { get; } =
        Row("csv", "separated values: a first line of names, then a row a line; the separator (, ; | tab) is found out", null, ".csv");

    internal static DataFormat Tsv { get; } =
        Row("tsv", "values separated by tabs: a first line of names, then a row a line", '\t', ".tsv");

    /// <summary>Whether a column has no name in the first line, or one that pandas makes for such a column: that of the index of a table is
    /// so.</summary>
    internal static bool HasNoName(string column) => column.EndsWith(NoName, StringComparison.Ordinal) || PandasIndex().IsMatch(column);

    [GeneratedRegex(@"^(Unnamed: \d+(\.\d+)*|__index_level_\d+__)$")]
    private static partial Regex PandasIndex();

    private static DataFormat Row(string name, string summary, char? separator, string extension) =>
        new(
            name,
            summary,
            path => TableFile.IsAt(path, extension),
            request => Task.FromResult<DataContent>(Read(request.Options, separator, extension))
        );

    private static TableContent Read(DataOptions options, char? separator, string extension)
    {
        var file = TableFile.Find(options, extension);
        using var reader = new SepReaderOptions(separator is { } given ? new Sep(given) : null)
        {
            HasHeader = false,
            DisableColCountCheck = true,
            Unescape = true,
        }.FromText(TextFile.Read(file.Path));
        TableBuilder builder = new(file, "line");
        ColumnBuilder[] columns = [];
        foreach (var row in reader)
        {
            // Before the cells are asked for: Sep takes their quotes away in place.
            if (CellQuotes.Fault(row.Span, reader.Spec.Sep.Separator) is >= 0 and var quote)
            {
                // Sep numbers the first row by its end.
                var line = columns.Length == 0 ? 1 : row.LineNumberFrom;
                Throw.OpenQuote(file.Path, line + CellQuotes.LineEnds(row.Span[..quote]));
            }

            var cells = new string[row.ColCount];
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = row[column].ToString().Trim();
            }

            if (columns.Length == 0)
            {
                columns = [.. Names(file.Path, cells).Select(builder.AddColumn)];
                continue;
            }

            if (columns.Length == 1 && separator is null && Unquoted(row.Span).IndexOfAny(s_separators) is >= 0 and var place)
            {
                Throw.NoSeparator(file.Path, columns[0].Name, row.LineNumberFrom, Unquoted(row.Span)[place]);
            }

            if (cells is [""] && columns.Length > 1)
            {
                continue;
            }

            if (cells.Length != columns.Length)
            {
                Throw.WrongCellCount(file.Path, row.LineNumberFrom, cells.Length, columns.Length);
            }

            builder.AddRow(row.LineNumberFrom);
            for (var column = 0; column < cells.Length; column++)
            {
                builder.Set(columns[column], cells[column]);
            }
        }

        var table = builder.Build(options);
        return columns.Length == 1 ? table with { Notices = [.. table.Notices, OneColumn(columns[0].Name, separator)] } : table;
    }

    private static string OneColumn(string name, char? separator) =>
        $"The first line has no separator ({(separator is null ? "one of , ; | and tab" : "a tab")}): the data are read as one column, '{name}'.";

    // Signs within double quotes are text.
    private static string Unquoted(ReadOnlySpan<char> line) => string.Concat(line.ToString().Split('"').Where((_, part) => part % 2 == 0));

    private static string[] Names(string path, string[] cells)
    {
        // Names may be whole numbers, as of pixels; a fraction is a value.
        if (cells.All(cell => Cell.TryNumber(cell, out _)) || cells.Any(IsFraction))
        {
            Throw.NoHeader(path, cells);
        }

        return [.. cells.Select((cell, index) => cell.Length > 0 ? cell : $"column {index + 1}{NoName}")];
    }

    private static bool IsFraction(string cell) => cell.Contains('.', StringComparison.Ordinal) && Cell.TryNumber(cell, out _);
}
