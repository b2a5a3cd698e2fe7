using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The comment block at the head of a saved text file that says how to load it.</summary>
/// <remarks>
/// <code>
/// #@ TextLoader{
/// #@   header+
/// #@   sep=tab
/// #@   col=Label:R4:0
/// #@   col=Features:R4:1-784
/// #@   col={name={A b} type=U4[10] src=785}
/// #@ }
/// </code>
/// Ranges: 3, 3-5, 3-* (to the end of the first line), 3-** (to the end of each line), with ~ in place of - for what other
/// columns leave. U4[10] is a key of ten values.
/// </remarks>
internal static class TextCommentBlock
{
    private const string Begin = "TextLoader{";
    private static readonly (char Separator, string Name)[] s_separators = [('\t', "tab"), (' ', "space"), (',', "comma"), (';', "semicolon"), ('|', "bar")];

    /// <summary>The options that the first file of a source begins with, or null.</summary>
    public static TextLoader.Options Read(IMultiStreamSource source, TextLoader.Options defaults)
    {
        if (source is null || source.Count == 0)
            return null;
        using TextReader reader = source.OpenTextReader(0);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line && line.StartsWith("#@", StringComparison.Ordinal))
            lines.Add(line[2..].Trim());
        if (lines.Count < 2 || lines[0] != Begin || lines[^1] != "}")
            return null;
        TextLoader.Options options = defaults.With(null);
        var columns = new List<TextLoader.Column>();
        foreach (string line in lines[1..^1])
        {
            if (line.StartsWith("col=", StringComparison.Ordinal))
                columns.Add(ParseColumn(line[4..]));
            else if (!Apply(options, line))
                Throw.Argument(nameof(source), $"The comment block of '{source.GetPathOrNull(0)}' has the unknown option '{line}': name the columns in the options.");
        }
        options.Columns = [.. columns];
        return columns.Count == 0 ? null : options;
    }

    public static void Write(TextWriter writer, TextLoader.Options options)
    {
        writer.Write($"#@ {Begin}\n");
        writer.Write($"#@   header{(options.HasHeader ? '+' : '-')}\n");
        writer.Write($"#@   quote{(options.AllowQuoting ? '+' : '-')}\n");
        writer.Write($"#@   sparse{(options.AllowSparse ? '+' : '-')}\n");
        string separator = s_separators.FirstOrDefault(pair => pair.Separator == options.Separators[0]).Name;
        writer.Write($"#@   sep={separator ?? options.Separators[0].ToString()}\n");
        foreach (TextLoader.Column column in options.Columns)
            writer.Write($"#@   col={Format(column)}\n");
        writer.Write("#@ }\n");
    }

    private static bool Apply(TextLoader.Options options, string line)
    {
        if (line.StartsWith("sep=", StringComparison.Ordinal))
        {
            string name = line[4..];
            int known = Array.FindIndex(s_separators, pair => pair.Name == name);
            options.Separators = [known >= 0 ? s_separators[known].Separator : name.Length == 1 ? name[0] : '\0'];
            return options.Separators[0] != '\0';
        }
        bool value = line.EndsWith('+');
        switch (line.TrimEnd('+', '-'))
        {
            case "header":
                options.HasHeader = value;
                return true;
            case "quote":
                options.AllowQuoting = value;
                return true;
            case "sparse":
                options.AllowSparse = value;
                return true;
            case "trim":
                options.TrimWhitespace = value;
                return true;
            default:
                return false;
        }
    }

    private static string Format(TextLoader.Column column)
    {
        string type = DataKinds.ShortName(column.DataKind);
        if (column.KeyCount is not null)
            type += $"[{column.KeyCount.Count?.ToString(CultureInfo.InvariantCulture)}]";
        string source = string.Join(',', column.Source.Select(Format));
        bool isPlain = column.Name.All(character => char.IsLetterOrDigit(character) || character is '_' or '.' or '-');
        return isPlain ? $"{column.Name}:{type}:{source}" : $"{{name={{{column.Name}}} type={type} src={source}}}";
    }

    private static string Format(TextLoader.Range range)
    {
        char dash = range.AllOther ? '~' : '-';
        if (range.Max is null)
            return range.AutoEnd ? $"{range.Min}{dash}*" : range.VariableEnd ? $"{range.Min}{dash}**" : $"{range.Min}";
        return range.Max == range.Min && !range.ForceVector && !range.AllOther ? $"{range.Min}" : $"{range.Min}{dash}{range.Max}";
    }

    private static TextLoader.Column ParseColumn(string text)
    {
        string[] parts = text.Split(':');
        if (text.StartsWith("{name={", StringComparison.Ordinal) && text.EndsWith('}'))
        {
            int type = text.LastIndexOf("} type=", StringComparison.Ordinal);
            int source = text.LastIndexOf(" src=", StringComparison.Ordinal);
            if (type >= 0 && source > type)
                parts = [text[7..type], text[(type + 7)..source], text[(source + 5)..^1]];
        }
        if (parts.Length is < 2 or > 3)
            Throw.Argument(nameof(text), $"The column '{text}' is not of the form name:type:ranges.");
        string kind = parts.Length == 3 ? parts[1] : "R4";
        KeyCount keys = null;
        if (kind.EndsWith(']') && kind.Contains('['))
        {
            string count = kind[(kind.IndexOf('[') + 1)..^1];
            keys = count.Length == 0 ? new KeyCount() : new KeyCount(ulong.Parse(count, CultureInfo.InvariantCulture));
            kind = kind[..kind.IndexOf('[')];
        }
        DataKind? dataKind = DataKinds.FromShortName(kind);
        if (dataKind is null)
            Throw.Argument(nameof(text), $"The column '{text}' has the unknown type '{kind}'.");
        return new TextLoader.Column(parts[0], dataKind.Value, [.. parts[^1].Split(',').Select(ParseRange)], keys);
    }

    private static TextLoader.Range ParseRange(string text)
    {
        int dash = text.IndexOfAny(['-', '~']);
        if (dash < 0)
            return new TextLoader.Range(int.Parse(text, CultureInfo.InvariantCulture));
        string end = text[(dash + 1)..];
        bool isOpen = end is "" or "*" or "**";
        return new TextLoader.Range
        {
            Min = dash == 0 ? 0 : int.Parse(text.AsSpan(0, dash), CultureInfo.InvariantCulture),
            Max = isOpen ? null : int.Parse(end, CultureInfo.InvariantCulture),
            AutoEnd = end is "" or "*",
            VariableEnd = end is "**",
            AllOther = text[dash] == '~',
            ForceVector = true,
        };
    }
}
