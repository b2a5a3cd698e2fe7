using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Data;

/// <summary>'dataworth data ls': the data sets and where they were found.</summary>
internal sealed class DataListCommand() : DataWorthCommand("ls", "List the data sets, where they were found, and where was searched.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth data ls", "list the data sets and where they were found")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var locator = DataLocation.CreateLocator(null);
        DataListReport report = new([.. KnownDataSet.All.Select(set => Entry(set, locator))], locator.Places);
        context.Write(
            report,
            output =>
            {
                foreach (var entry in report.DataSets)
                {
                    output.WriteLine($"{entry.Name, -14} {entry.Description}");
                    output.WriteLine($"{"", -14} {entry.State}{(entry.Folder is null ? "" : ": " + entry.Folder)}");
                }

                output.WriteLine();
                output.WriteLine("searched: " + string.Join(", ", report.Searched));
            }
        );
        return ExitCodes.Success;
    }

    private static DataListEntry Entry(KnownDataSet set, DataLocator locator)
    {
        if (set.Files.Count == 0)
        {
            return new DataListEntry(set.Name, set.Description, "generated", null);
        }

        string[] found = [.. set.Files.Select(locator.Find).OfType<string>()];
        var state =
            found.Length == set.Files.Count ? "found"
            : found.Length > 0 ? $"{found.Length} of {set.Files.Count} files found"
            : set.Files.All(file => file.Address is not null) ? "not found; downloaded when first used"
            : "not found";
        return new DataListEntry(set.Name, set.Description, state, found.Length > 0 ? Path.GetDirectoryName(found[0]) : null);
    }

    private sealed record DataListEntry(string Name, string Description, string State, string? Folder);

    private sealed record DataListReport(IReadOnlyList<DataListEntry> DataSets, IReadOnlyList<string> Searched);
}
