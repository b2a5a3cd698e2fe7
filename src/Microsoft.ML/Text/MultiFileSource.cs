namespace Microsoft.ML.Data;

/// <summary>Files that together hold one set of data.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <summary>Names the files.</summary>
    /// <param name="paths">Their paths; null means none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A path is empty.</exception>
    public MultiFileSource(params string[] paths)
    {
        _paths = paths ?? [];
        Throw.Unless(!_paths.Any(string.IsNullOrWhiteSpace), nameof(paths), "A path is empty.");
    }

    /// <summary>Number of files.</summary>
    public int Count => _paths.Length;

    /// <summary>Path of a file.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public string GetPathOrNull(int index) => _paths[index];

    /// <summary>Opens a file for reading.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Stream Open(int index) => new FileStream(_paths[index], FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    /// <summary>Opens a file for reading as UTF-8 text, or as its byte order mark says.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index), detectEncodingFromByteOrderMarks: true);
}
