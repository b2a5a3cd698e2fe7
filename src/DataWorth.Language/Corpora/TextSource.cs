using System.Buffers;
using System.Collections;
using System.IO.Enumeration;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Language.Corpora;

/// <summary>The documents of files, folders and patterns, read one at a time; every enumeration begins anew.</summary>
/// <remarks>
/// Files come in the order of their paths. Ids are the path below the folder, and the number of the line or row where a file has several
/// documents; they differ, or reading stops. Texts are taken as they are: no line end and no character is changed. A byte-order mark says the
/// encoding and is no part of the text; bytes that do not fit the encoding, and zero characters, are refused with file and offset.
/// </remarks>
public sealed class TextSource : IEnumerable<TextDocument>
{
    private static readonly EnumerationOptions s_below = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.System | FileAttributes.ReparsePoint, // hidden ones are counted
    };

    // Signs that patterns of other programs have.
    private static readonly SearchValues<char> s_otherSigns = SearchValues.Create("[]{},");

    private readonly TextDataOptions _options;
    private readonly List<(string Path, string Id, TextFormat Format)> _files = [];
    private readonly List<string> _skipped = [];
    private readonly List<string> _hidden = [];

    private TextSource(TextDataOptions options) => _options = options;

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(file => file.Path)];

    /// <summary>What the ids of the files' documents begin with, in their order: the paths below the folder.</summary>
    public IReadOnlyList<string> Names => [.. _files.Select(file => file.Id)];

    /// <summary>Files of a folder that have none of the extensions of a format, and are not read.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Hidden files of a folder, and those of its hidden folders, that have the extension of a format: they are not read.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    /// <summary>Finds the files; nothing of them is read yet.</summary>
    /// <param name="options">Where they are.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or a folder or pattern has none.</exception>
    /// <exception cref="ArgumentException">The format is unknown, or options do not go together.</exception>
    public static TextSource Open(TextDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var source = new TextSource(options);
        var given = options.Format is { } name ? Format(name) : null;
        if (File.Exists(options.Path))
        {
            source.Add(options.Path, Path.GetFileName(options.Path), given ?? OfFile(options.Path) ?? Unknown(options.Path));
            return source;
        }

        var (root, isWanted) = Pattern(options.Path);
        var isPattern = root != options.Path;
        if (!Directory.Exists(root))
        {
            Throw.NoSuchPath(isPattern ? root : options.Path, options.Path.AsSpan().ContainsAny(s_otherSigns));
        }

        var files = Directory.EnumerateFiles(root, "*", s_below);
        foreach (
            var (path, id) in files
                .Select(path => (path, Id: Path.GetRelativePath(root, path).Replace('\\', '/')))
                .Where(file => isWanted(file.Id))
                .OrderBy(file => file.Id, StringComparer.Ordinal)
        )
        {
            if (id.Split('/').Any(VisibleEntries.IsHidden))
            {
                source._hidden.AddRange(OfFile(path) is null ? [] : [path]);
            }
            else if ((given ?? OfFile(path)) is { } format)
            {
                source.Add(path, id, format);
            }
            else
            {
                source._skipped.Add(path);
            }
        }

        if (source._files.Count == 0)
        {
            if (isPattern && source._skipped.Count == 0 && source._hidden.Count == 0)
            {
                Throw.NoMatch(options.Path, root, options.Path.AsSpan().ContainsAny(s_otherSigns));
            }

            Throw.NoTexts(options.Path, source._skipped.Count, TextFormatTable.Formats.SelectMany(format => format.Extensions));
        }

        return source;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file is not what it should be, or two documents have one id.</exception>
    public IEnumerator<TextDocument> GetEnumerator()
    {
        HashSet<UInt128> ids = [];
        foreach (var (path, id, format) in _files)
        {
            foreach (var document in format.Read(path, id, _options))
            {
                if (!ids.Add(TextHash.Of(document.Id)))
                {
                    Throw.IdTwice(path, document.Id);
                }

                yield return document;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(string path, string id, TextFormat format) => _files.Add((path, id, format));

    private static TextFormat Format(string name)
    {
        var format = TextFormatTable.Formats.FirstOrDefault(format => format.Name == name);
        if (format is null)
        {
            Throw.UnknownFormat(name, TextFormatTable.Formats.Select(known => known.Name));
        }

        return format;
    }

    private static TextFormat? OfFile(string path) =>
        TextFormatTable.Formats.FirstOrDefault(format =>
            format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        );

    private static TextFormat Unknown(string path)
    {
        Throw.UnknownExtension(path, TextFormatTable.Formats.Select(format => format.Name));
        return null!;
    }

    // The folder before the first wildcard, and whether a path below it fits.
    private static (string Root, Func<string, bool> IsWanted) Pattern(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        var first = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        if (first < 0)
        {
            return (path, _ => true);
        }

        var root = string.Join(Path.DirectorySeparatorChar, parts[..first]);
        return (root.Length == 0 ? (first == 0 ? "." : "/") : root, id => Fits(parts.AsSpan(first), id.Split('/')));
    }

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            return Fits(pattern[1..], path) || (!path.IsEmpty && Fits(pattern, path[1..]));
        }

        return !path.IsEmpty
            && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false)
            && Fits(pattern[1..], path[1..]);
    }
}
