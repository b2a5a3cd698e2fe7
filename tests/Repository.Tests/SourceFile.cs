using DataWorth.Tests.Shared;

namespace Repository.Tests;

/// <summary>A C# file with its lines, comments and string texts blanked out so that rules look at code only.</summary>
internal sealed class SourceFile
{
    private SourceFile(string fullPath)
    {
        Path = RepositoryFiles.Relative(fullPath);
        Lines = File.ReadAllLines(fullPath);
        CodeLines = [.. CodeOnly(Lines).Select((text, index) => (index + 1, text))];
    }

    /// <summary>Path below the root.</summary>
    public string Path { get; }

    /// <summary>The lines as they are.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The lines with their numbers, without comments and without the inside of plain string literals.</summary>
    public IReadOnlyList<(int Number, string Text)> CodeLines { get; }

    /// <summary>The name of the project that holds the file: the folder below src, eval or tests.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>One file.</summary>
    public static SourceFile Read(string fullPath) => new(fullPath);

    /// <summary>All C# files below a folder.</summary>
    public static IReadOnlyList<SourceFile> All(string folder) =>
        [.. RepositoryFiles.List(folder, ".cs").Select(path => new SourceFile(path))];

    // A small scanner, enough for this repository: line and block comments, "...", @"...", """...""" and 'c'.
    private static string[] CodeOnly(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        var code = text.ToCharArray();
        var i = 0;
        while (i < text.Length)
        {
            var end = i;
            var isString = false;
            if (Starts(text, i, "//"))
            {
                end = IndexOrEnd(text, '\n'.ToString(), i);
            }
            else if (Starts(text, i, "/*"))
            {
                end = IndexOrEnd(text, "*/", i + 2) + 2;
            }
            else if (Starts(text, i, "\"\"\""))
            {
                end = IndexOrEnd(text, "\"\"\"", i + 3) + 3;
                isString = true;
            }
            else if (Starts(text, i, "@\""))
            {
                end = IndexOrEnd(text, "\"", i + 2) + 1;
                isString = true;
            }
            else if (text[i] is '"' or '\'')
            {
                end = EndOfLiteral(text, i);
                isString = true;
            }

            for (var k = isString ? i + 1 : i; k < Math.Min(isString ? end - 1 : end, text.Length); k++)
            {
                code[k] = code[k] == '\n' ? '\n' : ' ';
            }

            i = Math.Max(end, i + 1);
        }

        return new string(code).Split('\n');
    }

    private static bool Starts(string text, int index, string what) => string.CompareOrdinal(text, index, what, 0, what.Length) == 0;

    private static int IndexOrEnd(string text, string what, int start)
    {
        var index = start >= text.Length ? -1 : text.IndexOf(what, start, StringComparison.Ordinal);
        return index < 0 ? text.Length : index;
    }

    private static int EndOfLiteral(string text, int start)
    {
        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[start])
            {
                return i + 1;
            }
        }

        return start + 1;
    }
}
