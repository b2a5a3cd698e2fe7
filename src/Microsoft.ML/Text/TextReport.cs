using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Counts what is wrong with the lines of one cursor, and says so at the end.</summary>
internal sealed class TextReport
{
    private const int Shown = 10;
    private readonly List<string> _messages = [];
    private long _badValues;
    private long _badFormats;

    /// <summary>Number of the line being read, from 1.</summary>
    public long Line { get; set; }

    /// <summary>Path of the file being read, or null.</summary>
    public string Path { get; set; }

    public void BadValue(string column, ReadOnlyMemory<char> text)
    {
        _badValues++;
        Add($"Bad value '{text}' in {Place}, column '{column}'");
    }

    public void BadFormat(string what)
    {
        _badFormats++;
        Add($"Format error in {Place}: {what}");
    }

    public string Place => Path is null ? $"line {Line}" : $"line {Line} of '{Path}'";

    public void Send(IChannel channel, long rows)
    {
        if (_badValues + _badFormats == 0)
            return;
        foreach (string message in _messages)
            channel.Warning(MessageSensitivity.All, message);
        channel.Warning(MessageSensitivity.None, "Processed {0} rows with {1} bad values and {2} format errors", rows, _badValues, _badFormats);
    }

    private void Add(FormattableString message)
    {
        if (_messages.Count < Shown)
            _messages.Add(message.ToString());
    }
}
