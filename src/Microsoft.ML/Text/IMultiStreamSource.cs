namespace Microsoft.ML.Data;

/// <summary>Streams that together hold one set of data, e.g. files.</summary>
public interface IMultiStreamSource
{
    /// <summary>Number of streams.</summary>
    int Count { get; }

    /// <summary>Path of the file behind a stream, or null.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    string GetPathOrNull(int index);

    /// <summary>Opens a stream for reading from its start; the caller disposes it.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    Stream Open(int index);

    /// <summary>Opens a stream for reading as text from its start; the caller disposes it.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    TextReader OpenTextReader(int index);
}
