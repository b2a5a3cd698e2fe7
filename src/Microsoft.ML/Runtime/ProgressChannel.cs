namespace Microsoft.ML.Runtime;

/// <summary>Turns progress into messages of kind <see cref="ChannelMessageKind.Trace"/>, one per checkpoint.</summary>
internal sealed class ProgressChannel : IProgressChannel
{
    private readonly HostEnvironment _environment;
    private readonly string _source;
    private ProgressHeader _header = new();
    private Action<IProgressEntry> _fill;
    private bool _disposed;

    public ProgressChannel(HostEnvironment environment, string source)
    {
        _environment = environment;
        _source = source;
        Report("Started.");
    }

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Throw.IfNull(header, nameof(header));
        _header = header;
        _fill = fillAction;
    }

    public void Checkpoint(params double?[] values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Throw.IfNull(values, nameof(values));
        var entry = new ProgressEntry(_header);
        entry.Fill(values);
        Report($"Checkpoint. {entry}".TrimEnd());
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Throw.IfEmpty(name, nameof(name));
        return new ProgressChannel(_environment, $"{_source}; {name}");
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        var entry = new ProgressEntry(_header);
        _fill?.Invoke(entry);
        Report($"Finished. {entry}".TrimEnd());
    }

    private void Report(string text) => _environment.Send(_source, new ChannelMessage(ChannelMessageKind.Trace, MessageSensitivity.None, text));
}
