using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DataWorth.Tests.Shared;

namespace DataWorth.Benchmarks.Workflow;

/// <summary>A folder with data and pipelines, and the command over them.</summary>
internal sealed class PipelineBed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-scale-").FullName;
    private readonly List<Process> _running = [];

    /// <summary>Makes the folder, and sees that the command is built.</summary>
    public PipelineBed() => _ = Run("version");

    /// <summary>Variables of the environment of every command.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["OMP_WAIT_POLICY"] = "passive" };

    /// <summary>A path below the folder.</summary>
    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a table of two noisy classes.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns of features.</param>
    public void WriteTable(string name, int rows, int columns)
    {
        Random random = new(rows);
        using var writer = File.CreateText(At(name));
        writer.WriteLine("id,label," + string.Join(',', Enumerable.Range(0, columns).Select(column => $"x{column}")));
        for (var row = 0; row < rows; row++)
        {
            var label = row % 2;
            var cells = Enumerable
                .Range(0, columns)
                .Select(_ => (label - 0.5 + random.NextDouble()).ToString("0.0000", CultureInfo.InvariantCulture));
            writer.WriteLine($"r{row},{(label == 0 ? "no" : "yes")},{string.Join(',', cells)}");
        }
    }

    /// <summary>Runs the command to its end.</summary>
    /// <returns>Seconds, and what it printed.</returns>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public (double Seconds, string Output) Run(params IEnumerable<string> arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Begin(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? (Stopwatch.GetElapsedTime(start).TotalSeconds, output)
            : throw new InvalidOperationException($"dataworth {string.Join(' ', arguments)}: {errors.Result}");
    }

    /// <summary>Starts the command; it is stopped in the end.</summary>
    /// <param name="arguments">Its words.</param>
    /// <param name="awaited">What it prints in a line when it is ready; null for a command that is not waited for.</param>
    /// <returns>That line.</returns>
    public string? Start(IEnumerable<string> arguments, string? awaited = null)
    {
        var process = Begin(arguments);
        TaskCompletionSource<string?> ready = new();
        process.OutputDataReceived += (_, printed) =>
        {
            if (awaited is null || printed.Data?.Contains(awaited, StringComparison.Ordinal) != false)
            {
                ready.TrySetResult(printed.Data);
            }
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running.Add(process);
        return awaited is null ? null : ready.Task.Result;
    }

    /// <summary>Stops what was started.</summary>
    public void StopAll()
    {
        foreach (var process in _running)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _running.Clear();
    }

    /// <summary>Seconds that shards computed, and their number, from the manifest of a run.</summary>
    /// <param name="folder">Its outputs.</param>
    public static (double Busy, int Shards, int Stages) Manifest(string folder)
    {
        var stages = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(folder, "run.json")))
            .RootElement.GetProperty("stages")
            .EnumerateArray()
            .ToList();
        return (
            stages.Sum(stage => stage.GetProperty("seconds").GetDouble()),
            stages.Sum(stage => stage.GetProperty("shards").GetInt32()),
            stages.Count
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StopAll();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Begin(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(RepositoryFiles.PathOf("dataworth"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
