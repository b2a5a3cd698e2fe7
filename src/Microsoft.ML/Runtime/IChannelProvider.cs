namespace Microsoft.ML.Runtime;

/// <summary>Opens channels for messages.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>Opens a channel for messages to people.</summary>
    /// <param name="name">Name of the work that the messages are about.</param>
    IChannel Start(string name);

    /// <summary>Opens a channel for messages of any type.</summary>
    /// <typeparam name="TMessage">Type of a message.</typeparam>
    /// <param name="name">Name of the work that the messages are about.</param>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}
