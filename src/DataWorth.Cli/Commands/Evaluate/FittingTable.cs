using Spectre.Console;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>A table that leaves out its less important columns where the terminal is too narrow, and says so.</summary>
/// <param name="columns">Names of the columns from left to right, with their importance: the lowest number goes first; those of 0 stay. The
/// first column is text, the others are numbers.</param>
internal sealed class FittingTable(params (string Name, int Expendable)[] columns)
{
    // Two blanks and a line between two columns.
    private const int Between = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text for each column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the table.</summary>
    /// <param name="console">Where.</param>
    /// <param name="isTerminal">Whether lines are drawn around it; otherwise columns are aligned by blanks.</param>
    public void Write(IAnsiConsole console, bool isTerminal)
    {
        // A column without any number says nothing.
        List<int> shown = [.. Enumerable.Range(0, columns.Length).Where(column => column == 0 || _rows.Any(row => row[column].Length > 0))];
        List<string> left = [];
        while (
            shown.Sum(Width) + (Between * shown.Count) + 1 > console.Profile.Width
            && shown.Where(column => columns[column].Expendable > 0).ToList() is { Count: > 0 } expendable
        )
        {
            var least = expendable.MaxBy(column => columns[column].Expendable);
            shown.Remove(least);
            left.Add(columns[least].Name);
        }

        var table = new Table { Border = isTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in shown)
        {
            table.AddColumn(
                new TableColumn(Markup.Escape(columns[column].Name))
                {
                    Alignment = column == 0 ? Justify.Left : Justify.Right,
                    Padding = isTerminal ? new Padding(1, 0) : new Padding(0, 0, 2, 0),
                }
            );
        }

        foreach (var row in _rows)
        {
            table.AddRow([.. shown.Select(column => Markup.Escape(row[column]))]);
        }

        console.Write(table);
        if (left.Count > 0)
        {
            left.Reverse();
            console.WriteLine($"Not shown, for want of room: {string.Join(", ", left)}.");
        }
    }

    private int Width(int column) => _rows.Select(row => row[column].Length).Append(columns[column].Name.Length).Max();
}
