using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Hosting;
using Microsoft.ML;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Inspect;

/// <summary>'dataworth inspect store': the fits of a store, which can be asked.</summary>
internal sealed class InspectStoreCommand : DataWorthCommand
{
    private readonly Option<string> _store = StoreOption.Create();

    /// <summary>Makes the command.</summary>
    public InspectStoreCommand()
        : base("store", "The fits of a store: name, method, data, number of examples, when they were made.") => Options.Add(_store);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth inspect store", "what can be asked in .dataworth/store"), new("dataworth store ls", "every artifact of the store")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = StoreOption.Open(context, _store);
        var fits = new MLContext()
            .Attribution.Fits(store)
            .Select(fit => new FitEntry(
                fit.Name,
                fit.Key.ToString(),
                fit.Method,
                Fits.FitOrigin.Find(fit)?.DataPath,
                fit.Examples,
                fit.Made
            ))
            .ToList();
        context.Write(new { Store = store.Description, Fits = fits }, output => Write(output, store.Description, fits, context.Console));
        return ExitCodes.Success;
    }

    private static void Write(TextWriter output, string store, IReadOnlyList<FitEntry> fits, CommandConsole console)
    {
        if (fits.Count == 0)
        {
            output.WriteLine($"{store} has no fit. Make one with 'dataworth fit'.");
            return;
        }

        TextTable table = new("fit", "method", "data", "examples", "made") { Optional = ["examples", "made"] };
        foreach (var fit in fits)
        {
            table.Add(
                fits.Count(other => other.Name == fit.Name) > 1 || fit.Name is null ? $"{fit.Name}\n{fit.Key}".Trim() : fit.Name,
                fit.Method,
                fit.Data is null ? "of a program" : Path.GetFileName(fit.Data),
                fit.Examples.ToString("n0", CultureInfo.InvariantCulture),
                fit.Made.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }

        table.Write(output, console);
        output.WriteLine("Ask one: dataworth topk --name FIT --queries DATA, suspects, score or report.");
    }

    private sealed record FitEntry(string? Name, string Key, string Method, string? Data, long Examples, DateTimeOffset Made);
}
