namespace Microsoft.ML.Data;

/// <summary>The lines of files that hold rows: without blank lines, comments and headers. Reads as it goes.</summary>
internal sealed class TextLines(IMultiStreamSource source, TextLoader.Options options, bool skipHeader = true) : IDisposable
{
    private TextReader _reader;
    private int _nextFile;
    private bool _headerPending;

    public string Current { get; private set; }

    /// <summary>Number of the current line in its file, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Path of the current file, or null.</summary>
    public string Path { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_reader is null && !OpenNext())
                return false;
            string line = ReadLine();
            if (line is null)
            {
                _reader.Dispose();
                _reader = null;
                continue;
            }
            if (IsBlank(line) || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("#@", StringComparison.Ordinal))
                continue;
            if (_headerPending)
            {
                _headerPending = false;
                continue;
            }
            Current = line;
            return true;
        }
    }

    public void Dispose() => _reader?.Dispose();

    private bool IsBlank(string line) => line.Length == 0 || (options.TrimWhitespace && string.IsNullOrWhiteSpace(line));

    private bool OpenNext()
    {
        if (_nextFile >= source.Count)
            return false;
        Path = source.GetPathOrNull(_nextFile);
        _reader = source.OpenTextReader(_nextFile++);
        _headerPending = skipHeader && options.HasHeader;
        Line = 0;
        return true;
    }

    private string ReadLine()
    {
        string line = _reader.ReadLine();
        Line++;
        if (line is null || !options.AllowQuoting || !options.ReadMultilines)
            return line;
        while (EndsInsideQuotes(line) && _reader.ReadLine() is { } more)
        {
            line = $"{line}\n{more}";
            Line++;
        }
        return line;
    }

    private bool EndsInsideQuotes(string line)
    {
        bool inside = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (inside && options.EscapeChar != '"' && line[i] == options.EscapeChar)
                i++;
            else if (line[i] == '"')
                inside = !inside;
        }
        return inside;
    }
}
