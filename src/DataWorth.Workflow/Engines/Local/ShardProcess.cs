using System.ComponentModel;
using System.Diagnostics;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>A shard in a process of its own.</summary>
internal static class ShardProcess
{
    private const int LinesKept = 20;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    /// <summary>Runs a command to its end; stopping sends it SIGINT first, so that it can finish what it writes.</summary>
    public static async Task<ShardOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        Queue<string> lines = [];
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new(ShardExit.Permanent, Message: $"'{command[0]}' cannot be started: {exception.Message}");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process).ConfigureAwait(false);
            return new(ShardExit.Cancelled, Message: "stopped.");
        }

        string text;
        lock (lines)
        {
            text = string.Join(' ', lines);
        }

        return process.ExitCode switch
        {
            0 => new(ShardExit.Done),
            (int)ShardExit.Permanent => new(ShardExit.Permanent, Message: text),
            (int)ShardExit.Cancelled or 143 => new(ShardExit.Cancelled, Message: text),
            (int)ShardExit.Transient => new(ShardExit.Transient, Message: text),
            // 2 and 3 are the program's own: wrong input, missing installation. Everything else is a crash or a kill.
            2 or 3 => new(ShardExit.Permanent, Message: text),
            var code => new(ShardExit.Transient, Message: FormattableString.Invariant($"its process ended with code {code}. {text}")),
        };

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > LinesKept)
                {
                    lines.Dequeue();
                }
            }
        }
    }

    private static async Task StopAsync(Process process)
    {
        using CancellationTokenSource grace = new(s_grace);
        try
        {
            using var kill = Process.Start("kill", ["-INT", FormattableString.Invariant($"{process.Id}")]);
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or Win32Exception)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
