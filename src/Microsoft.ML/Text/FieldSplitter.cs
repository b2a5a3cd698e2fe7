using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Splits lines into fields, quoted or sparse if the options allow it.</summary>
internal sealed class FieldSplitter(TextLoader.Options options)
{
    private const string NoDimensionality =
        "a sparse item follows, but the field before it is not the number of slots: set InputSize, or AllowSparse = false and quote the value";

    private readonly FieldSet _fields = new();
    private readonly StringBuilder _unquoted = new();
    private readonly char[] _separators = options.Separators;
    private readonly bool _skipSpaces = !options.Separators.Contains(' ');

    /// <summary>Splits a line; the result is valid until the next call.</summary>
    public FieldSet Split(string line, TextReport report)
    {
        _fields.Clear();
        int limit = options.TrimWhitespace ? line.AsSpan().TrimEnd().Length : line.Length;
        int next = 0;
        int source = 0;
        int sparseBase = -1;
        int sparseCount = 0;
        bool more = true;
        while (more)
        {
            Field field = Read(line, limit, ref next, out more);
            if (field.IsBroken)
                report.BadFormat("illegal quoting");
            if (field.SparseIndex < 0)
            {
                if (sparseBase >= 0)
                {
                    report.BadFormat("a dense field follows a sparse one");
                    break;
                }
                if (!field.Text.IsEmpty)
                    _fields.Add(source, field.Text);
                source++;
                continue;
            }
            if (sparseBase < 0 && !BeginSparse(source, report, out sparseBase, out sparseCount))
                break;
            if (field.SparseIndex >= sparseCount)
            {
                report.BadFormat("a sparse index is larger than the number of slots");
                break;
            }
            int index = sparseBase + field.SparseIndex;
            if (_fields.Count > 0 && _fields.Indices[^1] >= index)
            {
                report.BadFormat("sparse indices are out of order");
                break;
            }
            if (!field.Text.IsEmpty)
                _fields.Add(index, field.Text);
        }
        _fields.SourceCount = sparseBase >= 0 ? sparseBase + sparseCount : Math.Max(source, options.InputSize ?? 0);
        return _fields;
    }

    // Without InputSize the last dense field says how many slots the sparse items range over, and is no value itself.
    private bool BeginSparse(int source, TextReport report, out int sparseBase, out int sparseCount)
    {
        if (options.InputSize is int size)
        {
            sparseBase = source;
            sparseCount = size - source;
            return true;
        }
        sparseBase = -1;
        sparseCount = 0;
        bool isThere = _fields.Count > 0 && _fields.Indices[^1] == source - 1;
        if (!isThere || !int.TryParse(_fields.Texts[^1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out sparseCount) || sparseCount == 0)
        {
            report.BadFormat(NoDimensionality);
            return false;
        }
        _fields.RemoveLast();
        sparseBase = source - 1;
        return true;
    }

    private Field Read(string line, int limit, ref int next, out bool more)
    {
        int current = SkipSpaces(line, next, limit);
        int sparseIndex = -1;
        if (options.AllowSparse)
        {
            // Nine digits cannot overflow.
            int end = current;
            while (end < limit && end - current < 9 && char.IsAsciiDigit(line[end]))
                end++;
            if (end > current && end < limit && line[end] == ':')
            {
                sparseIndex = int.Parse(line.AsSpan(current, end - current), NumberStyles.None, CultureInfo.InvariantCulture);
                current = SkipSpaces(line, end + 1, limit);
            }
        }
        Field field = options.AllowQuoting && current < limit && line[current] == '"'
            ? ReadQuoted(line, limit, ref current, sparseIndex)
            : ReadPlain(line, limit, ref current, sparseIndex);
        more = current < limit;
        next = current + 1;
        return field;
    }

    private Field ReadPlain(string line, int limit, ref int current, int sparseIndex)
    {
        int length = line.AsSpan(current, limit - current).IndexOfAny(_separators);
        int start = current;
        current = length < 0 ? limit : start + length;
        return new Field(line.AsMemory(start, current - start), sparseIndex, false);
    }

    private Field ReadQuoted(string line, int limit, ref int current, int sparseIndex)
    {
        _unquoted.Clear();
        bool isClosed = false;
        for (current++; current < limit; current++)
        {
            char character = line[current];
            bool isEscaped = character == options.EscapeChar && current + 1 < limit
                && (line[current + 1] == '"' || (options.EscapeChar != '"' && line[current + 1] == options.EscapeChar));
            if (isEscaped)
            {
                current++;
            }
            else if (character == '"')
            {
                isClosed = true;
                current++;
                break;
            }
            _unquoted.Append(line[current]);
        }
        // Between the closing quote and the separator only spaces may stand.
        int length = line.AsSpan(current, limit - current).IndexOfAny(_separators);
        int end = length < 0 ? limit : current + length;
        bool isBroken = !isClosed || !line.AsSpan(current, end - current).Trim(' ').IsEmpty;
        current = end;
        return new Field(isBroken ? default : _unquoted.ToString().AsMemory(), sparseIndex, isBroken);
    }

    private int SkipSpaces(string line, int current, int limit)
    {
        while (_skipSpaces && current < limit && line[current] == ' ')
            current++;
        return current;
    }

    private readonly record struct Field(ReadOnlyMemory<char> Text, int SparseIndex, bool IsBroken);
}
