using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace DataWorth.Artifacts;

/// <summary>Runs jobs in order on one thread of its own; after a failure the rest are skipped and the failure is thrown to whoever calls
/// next.</summary>
internal sealed class BackgroundQueue : IDisposable
{
    private readonly BlockingCollection<(Action Job, bool Always)> _jobs = [];
    private readonly Thread _thread;
    private volatile ExceptionDispatchInfo? _failure;
    private bool _disposed;

    public BackgroundQueue(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Adds a job.</summary>
    /// <param name="job">The work.</param>
    /// <param name="always">True to run it after a failure too (giving back resources).</param>
    public void Post(Action job, bool always = false) => _jobs.Add((job, always));

    /// <summary>Throws the failure of an earlier job.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Waits until all jobs posted before are done, then throws the failure of any.</summary>
    public void Drain(CancellationToken cancellationToken)
    {
        // Not disposed: the queue's thread may still be in Set when a cancelled caller leaves.
        var reached = new ManualResetEventSlim();
        Post(reached.Set, always: true);
        reached.Wait(cancellationToken);
        ThrowIfFailed();
    }

    /// <summary>Finishes the jobs and ends the thread.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _jobs.CompleteAdding();
            _thread.Join();
            _jobs.Dispose();
        }
    }

    private void Run()
    {
        foreach ((var job, var always) in _jobs.GetConsumingEnumerable())
        {
            if (_failure is not null && !always)
            {
                continue;
            }

            try
            {
                job();
            }
            catch (Exception exception)
            {
                _failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
