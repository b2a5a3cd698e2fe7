namespace Microsoft.ML.Runtime;

/// <summary>A channel for messages to people.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Trace"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text.</param>
    void Trace(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Trace"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text with places for arguments.</param>
    /// <param name="args">The arguments.</param>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Error"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text.</param>
    void Error(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Error"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text with places for arguments.</param>
    /// <param name="args">The arguments.</param>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Warning"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text.</param>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Warning"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text with places for arguments.</param>
    /// <param name="args">The arguments.</param>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Info"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text.</param>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a message of kind <see cref="ChannelMessageKind.Info"/>.</summary>
    /// <param name="sensitivity">What of the user's the text may show.</param>
    /// <param name="fmt">The text with places for arguments.</param>
    /// <param name="args">The arguments.</param>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
