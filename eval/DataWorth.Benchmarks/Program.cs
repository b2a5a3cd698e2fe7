using System.Globalization;
using DataWorth.Benchmarks;

const int DefaultRounds = 200;
const int UsageError = 2;

if (args.Length == 0)
{
    Console.WriteLine("usage: DataWorth.Benchmarks NAME|all [ROUNDS]");
    foreach (var listed in BenchmarkRegistry.All) Console.WriteLine($"  {listed.Name,-20} {listed.Description}");
    return 0;
}
var rounds = DefaultRounds;
if (args.Length > 1 && (!int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds < 1))
{
    Console.Error.WriteLine($"ROUNDS is '{args[1]}', expected a whole number of at least 1.");
    return UsageError;
}
var chosen = args[0] == "all" ? BenchmarkRegistry.All : BenchmarkRegistry.Find(args[0]) is { } found ? [found] : [];
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no benchmark '{args[0]}'. Names: {string.Join(", ", BenchmarkRegistry.All.Select(benchmark => benchmark.Name))}, all.");
    return UsageError;
}
foreach (var benchmark in chosen)
{
    Console.WriteLine($"{benchmark.Name}: {benchmark.Description}");
    foreach (var figure in benchmark.Run(rounds))
    {
        var goal = figure.AtMost is { } most ? $"goal <= {most}" : figure.AtLeast is { } least ? $"goal >= {least}" : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {figure.Name,-44} {figure.Value,12:G5} {figure.Unit,-12} {goal}{(figure.IsMet ? "" : "  MISSED")}"));
    }
}
return 0;
