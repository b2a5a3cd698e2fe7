namespace DataWorth.Artifacts.Tests;

/// <summary>A call on a thread of its own that is expected to wait for something.</summary>
internal sealed class BlockedCall<T>
{
    private readonly Thread _thread;
    private T _result = default!;
    private Exception? _failure;

    public BlockedCall(Func<T> call)
    {
        _thread = new Thread(() =>
        {
            try
            {
                _result = call();
            }
            catch (Exception exception)
            {
                _failure = exception;
            }
        });
        _thread.Start();
    }

    /// <summary>Returns when the call waits; fails when it ended instead.</summary>
    public void RequireWaiting()
    {
        SpinWait wait = new();
        while ((_thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) == 0)
        {
            wait.SpinOnce();
        }

        Assert.True(_thread.IsAlive, $"the call ended, expected it to wait: {_failure}");
    }

    /// <summary>What the call gave, once it has ended.</summary>
    public T Result()
    {
        Assert.True(_thread.Join(TimeSpan.FromMinutes(1)), "the call still waits");
        return _failure is null ? _result : throw new InvalidOperationException("the call failed", _failure);
    }
}
