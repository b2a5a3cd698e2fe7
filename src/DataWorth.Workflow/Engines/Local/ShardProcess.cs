using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>A process that computes shards one after another: 'dataworth shard --serve'. It is asked by lines, and answers by lines.</summary>
internal sealed class ShardProcess : IDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Queue<string> _messages = [];

    private ShardProcess(Process process) => _process = process;

    /// <summary>Starts a process.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="threads">Threads that libtorch takes by itself; null for all.</param>
    /// <exception cref="PlanFailedException">It cannot be started.</exception>
    public static ShardProcess Start(IReadOnlyList<string> command, int? threads)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (threads is { } number)
        {
            start.Environment["OMP_NUM_THREADS"] = FormattableString.Invariant($"{number}");
        }

        ShardProcess worker = new(new Process { StartInfo = start });
        worker._process.ErrorDataReceived += (_, line) => worker.Take(line.Data);
        try
        {
            worker._process.Start();
        }
        catch (Win32Exception exception)
        {
            worker.Dispose();
            Throw.RunFailed($"'{command[0]}' cannot be started: {exception.Message}");
        }

        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it can be asked.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Computes a shard. A process that ends instead of answering was killed, or crashed: the shard may be tried again.</summary>
    public async Task<ShardOutcome> RunAsync(PlanStage stage, int shard, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(FormattableString.Invariant($"{stage.Name}\t{shard}")).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            var line = await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line is not null)
            {
                return JsonSerializer.Deserialize<ShardOutcome>(line, CanonicalJson.Options)!;
            }
        }
        catch (OperationCanceledException)
        {
            await StopAsync().ConfigureAwait(false);
            return new(ShardExit.Cancelled, Message: "stopped.");
        }
        catch (IOException)
        {
            // The process has ended.
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        lock (_messages)
        {
            // 2 and 3 are the program's own: wrong input, missing installation. Everything else is a crash or a kill.
            return new(
                _process.ExitCode is 2 or 3 or (int)ShardExit.Permanent ? ShardExit.Permanent : ShardExit.Transient,
                Message: FormattableString
                    .Invariant($"its process ended with code {_process.ExitCode}. {string.Join(' ', _messages)}")
                    .TrimEnd()
            );
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.StandardInput.Close();
                if (!_process.WaitForExit(s_grace))
                {
                    _process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // It was not started, or has ended in between.
        }

        _process.Dispose();
    }

    // An interrupt first, so that what is being written can be finished.
    private async Task StopAsync()
    {
        using CancellationTokenSource grace = new(s_grace);
        try
        {
            using var kill = Process.Start("kill", ["-INT", FormattableString.Invariant($"{_process.Id}")]);
            await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or Win32Exception)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_messages)
        {
            _messages.Enqueue(line);
            if (_messages.Count > LinesKept)
            {
                _messages.Dequeue();
            }
        }
    }
}
