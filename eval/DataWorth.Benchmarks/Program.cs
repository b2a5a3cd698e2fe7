using DataWorth.Benchmarks;
using DataWorth.Runtime;
using TorchSharp;

const string Usage =
    "usage: dotnet run -c Release --project eval/DataWorth.Benchmarks -- <name>...|all|list [--threads n] [--repeats n] [--golden dir]";

var names = new List<string>();
int? threads = null;
var repeats = 7;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--threads" or "--repeats")
    {
        if (i + 1 >= args.Length || !int.TryParse(args[i + 1], out var number) || number < 1)
        {
            return Refuse($"'{args[i]}' needs a number of at least 1.");
        }

        if (args[i++] == "--threads")
        {
            threads = number;
        }
        else
        {
            repeats = number;
        }
    }
    else if (args[i] == "--golden")
    {
        if (i + 1 >= args.Length)
        {
            return Refuse("'--golden' needs a directory.");
        }

        Environment.SetEnvironmentVariable("DATAWORTH_GOLDEN", args[++i]);
    }
    else if (args[i].StartsWith('-'))
    {
        return Refuse($"Option '{args[i]}' is unknown.");
    }
    else
    {
        names.Add(args[i]);
    }
}

if (names.Count == 0)
{
    return Refuse("Name a benchmark.");
}

if (names is ["list"])
{
    foreach (var benchmark in BenchmarkRegistry.All)
    {
        Console.WriteLine($"{benchmark.Name, -20} {benchmark.Description}");
    }

    return 0;
}

var chosen = new List<IBenchmark>();
foreach (var name in names)
{
    if (name == "all")
    {
        chosen.AddRange(BenchmarkRegistry.All);
    }
    else if (BenchmarkRegistry.Find(name) is { } benchmark)
    {
        chosen.Add(benchmark);
    }
    else
    {
        return Refuse(
            $"There is no benchmark '{name}'. Benchmarks: {string.Join(", ", BenchmarkRegistry.All.Select(known => known.Name))}."
        );
    }
}

LibTorchLoader.Load();
if (threads is { } count)
{
    torch.set_num_threads(count);
}

Console.WriteLine(
    $"libtorch {torch.__version__}, {torch.get_num_threads()} threads, {Environment.ProcessorCount} cores, {repeats} repeats"
);
var context = new BenchmarkContext(repeats, Console.Out);
foreach (var benchmark in chosen)
{
    Console.WriteLine();
    context.Heading(benchmark);
    benchmark.Run(context);
}

return 0;

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    Console.Error.WriteLine(Usage);
    return 2;
}
