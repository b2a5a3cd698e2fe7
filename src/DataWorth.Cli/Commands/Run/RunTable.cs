using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Run;

/// <summary>The result of a run for people.</summary>
internal static class RunTable
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, RunResult result, string address, CommandConsole console)
    {
        output.WriteLine(
            result.Missing.Count == 0
                ? $"Run {result.Run} is complete."
                : $"All shards of run {result.Run} are in the store, but not all of its files are written."
        );
        TextTable table = new("fit", "method", "key") { Optional = ["key"] };
        foreach (var fit in result.Fits)
        {
            table.Add(fit.Name, fit.Method, fit.Key);
        }

        table.Write(output, console);
        console.WriteWarnings(result.Fits.SelectMany(fit => fit.Warnings).Distinct());
        foreach (var file in result.Files)
        {
            output.WriteLine(file);
        }

        if (result.Fits.Count > 0)
        {
            output.WriteLine(
                $"Ask more of a fit by its name: dataworth topk --name {result.Fits[0].Name} --queries DATA{StoreAddress.Option(address)}"
            );
        }
    }
}
