using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message of <see cref="MLContext.Log"/>.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>Makes a message without a source.</summary>
    /// <param name="message">The text.</param>
    public LoggingEventArgs(string message) => Message = message;

    /// <summary>Makes a message.</summary>
    /// <param name="message">The text.</param>
    /// <param name="kind">How much it matters.</param>
    /// <param name="source">What sends it.</param>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>What sends the message, from the outside in, separated by semicolons.</summary>
    public string Source { get; }

    /// <summary>How much the message matters.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>The text with source and kind before it.</summary>
    public string Message { get; }

    /// <summary>The text alone.</summary>
    public string RawMessage { get; }
}
