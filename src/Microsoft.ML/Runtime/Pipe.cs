namespace Microsoft.ML.Runtime;

/// <summary>A pipe of messages that nobody has asked to hear; it checks its use and names its source.</summary>
internal class Pipe<TMessage>(HostEnvironment environment, string source) : IPipe<TMessage>
{
    public string ContextDescription => source;

    protected HostEnvironment Environment => environment;

    protected bool Disposed { get; private set; }

    public virtual void Send(TMessage msg) => ObjectDisposedException.ThrowIf(Disposed, this);

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex is not null)
            ex.Data["ContextDescription"] = source;
        return ex;
    }

    public void Dispose()
    {
        if (Disposed)
            return;
        Close();
        Disposed = true;
    }

    protected virtual void Close()
    {
    }
}
