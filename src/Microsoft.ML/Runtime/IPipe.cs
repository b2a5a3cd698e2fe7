namespace Microsoft.ML.Runtime;

/// <summary>A channel for messages of one type.</summary>
/// <typeparam name="TMessage">Type of a message.</typeparam>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    /// <summary>Sends a message, which the sender does not touch again.</summary>
    /// <param name="msg">The message.</param>
    void Send(TMessage msg);
}
