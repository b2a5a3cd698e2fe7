using System.Diagnostics;

namespace DataWorth.Tests.Shared.Processes;

/// <summary>A finished process and what it said.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors, TimeSpan Elapsed)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="environment">Variables to set; null values are removed.</param>
    /// <param name="limit">How long it may take; null for three minutes.</param>
    public static async Task<ProcessRun> Of(
        string file,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null
    )
    {
        using var process = Start(file, arguments, workingDirectory, environment);
        return await Finish(process, limit);
    }

    /// <summary>Starts a program whose streams are read by <see cref="Finish"/>.</summary>
    public static Process Start(
        string file,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        ProcessStartInfo start = new(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((var name, var value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        // The test host's own variables must not change how a child builds.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{file}' did not start.");
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a started program.</summary>
    public static async Task<ProcessRun> Finish(Process process, TimeSpan? limit = null)
    {
        var begin = Stopwatch.GetTimestamp();
        using CancellationTokenSource end = new(limit ?? s_limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var errors = process.StandardError.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            return new ProcessRun(process.ExitCode, await output, await errors, Stopwatch.GetElapsedTime(begin));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
