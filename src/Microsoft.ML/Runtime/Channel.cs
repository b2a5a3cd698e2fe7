using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>A channel that hands its messages to the environment.</summary>
internal sealed class Channel : Pipe<ChannelMessage>, IChannel
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Channel(HostEnvironment environment, string source)
        : base(environment, source) =>
        Trace(MessageSensitivity.None, "Channel started");

    public override void Send(ChannelMessage msg)
    {
        base.Send(msg);
        Environment.Send(ContextDescription, msg);
    }

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Trace, sensitivity, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Info, sensitivity, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, sensitivity, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, sensitivity, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Error, sensitivity, fmt, args);

    protected override void Close() => Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null) =>
        Send(new ChannelMessage(kind, sensitivity, format, arguments));
}
