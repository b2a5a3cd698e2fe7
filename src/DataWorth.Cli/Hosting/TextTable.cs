using Spectre.Console;

namespace DataWorth.Cli.Hosting;

/// <summary>A table on standard output that fits the width there is: with words wrapped, without the columns that can be done without, or,
/// where that is too narrow still, as a block of lines for each row. The first column is what a row is called by, and is never cut.</summary>
/// <param name="columns">The headers; columns without any text are left out.</param>
internal sealed class TextTable(params string[] columns)
{
    private const int BorderOfAColumn = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Columns that are left out where there is no room, the first one first.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Whether there are lines between rows, for cells of several lines. Default false.</summary>
    public bool HasRowSeparators { get; init; }

    /// <summary>Whether no line of a cell is wrapped. Default false.</summary>
    public bool KeepsLines { get; init; }

    /// <summary>Columns whose cells are never wrapped, such as times.</summary>
    public IReadOnlyList<string> Unbroken { get; init; } = [];

    /// <summary>The first of the last columns, whose lines belong together: the first lines of their cells, the second ones, and so on.
    /// Default null: none.</summary>
    public string? LinesFrom { get; init; }

    /// <summary>Whether all columns but the first have numbers: aligned on the right, none of them wrapped. Default false.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>A text of data in one line: line ends and other controls are written out.</summary>
    /// <param name="text">The text.</param>
    public static string OneLine(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(
                text.Select(letter =>
                    letter switch
                    {
                        '\n' => "\\n",
                        '\r' => "\\r",
                        '\t' => "\\t",
                        _ => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString(),
                    }
                )
            )
            : text;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text for each column; "" for none.</param>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(ShownText.Of)]);

    /// <summary>Writes the table; nothing where there are no rows.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="console">Knows its width.</param>
    public void Write(TextWriter output, CommandConsole console) => Write(console.Tables(output), hasBorders: true);

    /// <summary>Writes the table; nothing where there are no rows.</summary>
    /// <param name="target">Where; its width is kept.</param>
    /// <param name="hasBorders">Whether lines are drawn around it; otherwise columns are aligned by blanks.</param>
    public void Write(IAnsiConsole target, bool hasBorders)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        List<int> all = [.. Enumerable.Range(0, columns.Length).Where(column => _rows.Exists(row => row[column].Length > 0))];
        List<int> shown = [.. all];
        foreach (var column in Optional.Select(name => Array.IndexOf(columns, name)))
        {
            if (LeastWidth(shown) > target.Profile.Width)
            {
                shown.Remove(column);
            }
        }

        if (LeastWidth(shown) > target.Profile.Width)
        {
            WriteBlocks(target, all);
            return;
        }

        var table = new Table { ShowRowSeparators = HasRowSeparators, Border = hasBorders ? TableBorder.Rounded : TableBorder.None };
        foreach (var (column, width) in shown.Zip(Widths(shown, target.Profile.Width)))
        {
            table.AddColumn(
                new TableColumn(Markup.Escape(columns[column]))
                {
                    Width = width,
                    NoWrap = IsWhole || column == shown[0] || IsUnbroken(column),
                    Alignment = HasNumbers && column != shown[0] ? Justify.Right : Justify.Left,
                    Padding = hasBorders ? new Padding(1, 0) : new Padding(0, 0, 2, 0),
                }
            );
        }

        foreach (var row in _rows)
        {
            table.AddRow([.. shown.Select(column => Markup.Escape(row[column]))]);
        }

        target.Write(table);
        if (shown.Count < all.Count)
        {
            target.WriteLine($"without room: {string.Join(", ", all.Except(shown).Select(column => columns[column]))}; --json has them");
        }
    }

    private bool IsWhole => KeepsLines || LinesFrom is not null || HasNumbers;

    private bool IsUnbroken(int column) => Unbroken.Contains(columns[column]);

    private static int Frame(List<int> shown) => (BorderOfAColumn * shown.Count) + 1;

    private int LeastWidth(List<int> shown) => Frame(shown) + shown.Sum(column => LeastWidth(shown, column));

    private int LeastWidth(List<int> shown, int column) =>
        Widest(column, IsWhole || column == shown[0] || IsUnbroken(column) ? LongestLine : LongestWord);

    // What each column needs, and of the rest first what a small need is met with: no word is broken where another column has room.
    private IReadOnlyList<int> Widths(List<int> shown, int width)
    {
        int[] widths = [.. shown.Select(column => LeastWidth(shown, column))];
        int[] wanted = [.. shown.Select(column => Widest(column, LongestLine))];
        var spare = width - Frame(shown) - widths.Sum();
        foreach (var place in Enumerable.Range(0, widths.Length).OrderBy(place => wanted[place] - widths[place]))
        {
            var more = Math.Min(spare, wanted[place] - widths[place]);
            (widths[place], spare) = (widths[place] + more, spare - more);
        }

        return widths;
    }

    private void WriteBlocks(IAnsiConsole target, List<int> shown)
    {
        var output = target.Profile.Out.Writer; // lines are the reader's to fold
        foreach (var row in _rows)
        {
            output.WriteLine(row[shown[0]]);
            var linesFrom = LinesFrom is null ? int.MaxValue : Array.IndexOf(columns, LinesFrom);
            foreach (var column in shown.Skip(1).Where(column => column < linesFrom && row[column].Length > 0))
            {
                output.WriteLine($"  {columns[column]}: {row[column].ReplaceLineEndings("\n    ")}");
            }

            WriteLines(
                output,
                [.. shown.Where(column => column >= linesFrom).Select(column => (string[])[columns[column], .. row[column].Split('\n')])]
            );
        }
    }

    // A small table without lines.
    private static void WriteLines(TextWriter output, IReadOnlyList<string[]> cells)
    {
        for (var line = 0; line < cells.Select(cell => cell.Length).DefaultIfEmpty().Max(); line++)
        {
            var texts = cells.Select(cell => (cell.ElementAtOrDefault(line) ?? "").PadRight(cell.Max(text => text.Length)));
            output.WriteLine(("    " + string.Join("  ", texts)).TrimEnd());
        }
    }

    private int Widest(int column, Func<string, int> width) => _rows.Select(row => row[column]).Append(columns[column]).Max(width);

    private static int LongestLine(string text) => text.Split('\n').Max(line => line.Length);

    private static int LongestWord(string text) => text.Split(' ', '\n').Max(word => word.Length);
}
