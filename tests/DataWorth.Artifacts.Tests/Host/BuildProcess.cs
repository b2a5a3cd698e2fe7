using System.Collections.Concurrent;
using System.Diagnostics;

namespace DataWorth.Artifacts.Tests;

/// <summary>A process of its own that builds the sample artifact.</summary>
internal sealed class BuildProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly AutoResetEvent _told = new(false);

    public BuildProcess(string assembly, params string[] arguments)
        : this(new Dictionary<string, string>(), assembly, arguments) { }

    public BuildProcess(IReadOnlyDictionary<string, string> environment, string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits until the program's own work begins.</summary>
    public void WaitUntilReady() => Assert.True(WaitForLine("ready"), "the process did not start");

    /// <summary>Waits for a line.</summary>
    /// <param name="beginning">How the line begins.</param>
    /// <returns>False when the program ended without one.</returns>
    public bool WaitForLine(string beginning)
    {
        var end = Stopwatch.GetTimestamp() + (60 * Stopwatch.Frequency);
        while (!_lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            Assert.True(Stopwatch.GetTimestamp() < end, $"the process did not tell '{beginning}': {string.Join('\n', Lines)}");
            if (_process.HasExited)
            {
                _process.WaitForExit();
                return _lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));
            }

            _told.WaitOne(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    /// <summary>kill -9, unless it ends within the time.</summary>
    /// <returns>True when it ended by itself.</returns>
    public bool EndsWithinOrIsKilled(TimeSpan time)
    {
        // Spins for the last part: waits of the operating system are too coarse to hit every stage.
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var ended = _process.WaitForExit((int)Math.Max(0, time.TotalMilliseconds - 2));
        while (!ended && Stopwatch.GetTimestamp() < end)
        {
            Thread.SpinWait(50);
        }

        if (!ended)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        return _process.ExitCode == 0;
    }

    public void RequireSuccess()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(120)), "the process hangs");
        _process.WaitForExit();
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}: {string.Join('\n', Lines)}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _told.Set();
        }
    }
}
