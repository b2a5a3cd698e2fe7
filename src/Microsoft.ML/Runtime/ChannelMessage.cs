using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>A message to people.</summary>
public readonly struct ChannelMessage
{
    private readonly string _format;
    private readonly object[] _arguments;

    /// <summary>How much the message matters.</summary>
    public readonly ChannelMessageKind Kind;

    /// <summary>What of the user's the message may show.</summary>
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null)
    {
        Throw.IfEmpty(format, nameof(format));
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _arguments = arguments;
    }

    /// <summary>The text.</summary>
    public string Message => _arguments is null ? _format : string.Format(CultureInfo.InvariantCulture, _format, _arguments);
}
