using System.Buffers;

namespace DataWorth.Artifacts;

/// <summary>The rule for object names: '/'-separated segments of ASCII letters, digits and <c>. _ - + = @</c>, none beginning with '.', at
/// most 200 characters each and 900 in all.</summary>
/// <remarks>The rule is narrower than any backend's own, so that a name means the same everywhere and none can leave a store's
/// prefix.</remarks>
public static class ArtifactName
{
    private const int MaximumSegment = 200;
    private const int MaximumName = 900;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+=@"
    );

    /// <summary>Refuses a name that breaks the rule.</summary>
    /// <param name="name">The name of an object.</param>
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FindFault(name, isPrefix: false) is { } fault)
        {
            Throw.BadName(name, fault);
        }
    }

    /// <summary>Refuses a listing prefix that breaks the rule; a prefix may be empty and may end within a segment or in '/'.</summary>
    /// <param name="prefix">The beginning of names.</param>
    /// <exception cref="ArgumentException">The prefix breaks the rule.</exception>
    public static void ValidatePrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (FindFault(prefix, isPrefix: true) is { } fault)
        {
            Throw.BadName(prefix, fault);
        }
    }

    /// <summary>True when the text is one segment of a name by the rule.</summary>
    /// <param name="text">The text.</param>
    public static bool IsSegment(string text) => !text.Contains('/') && FindFault(text, isPrefix: false) is null;

    private static string? FindFault(string name, bool isPrefix)
    {
        if (name.Length > MaximumName)
        {
            return $"it has {name.Length} characters, at most {MaximumName} are allowed";
        }

        var start = 0;
        while (true)
        {
            var slash = name.IndexOf('/', start);
            var last = slash < 0;
            var segment = name.AsSpan(start, (last ? name.Length : slash) - start);
            if (segment.IsEmpty && !(isPrefix && last))
            {
                return "it has an empty segment";
            }

            if (segment.Length > MaximumSegment)
            {
                return $"a segment has {segment.Length} characters, at most {MaximumSegment} are allowed";
            }

            if (!segment.IsEmpty && segment[0] == '.')
            {
                return "a segment begins with '.'";
            }

            if (segment.ContainsAnyExcept(s_allowed))
            {
                return "it has a character other than ASCII letters, digits and . _ - + = @ /";
            }

            if (last)
            {
                return null;
            }

            start = slash + 1;
        }
    }
}
