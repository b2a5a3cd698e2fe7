using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Loads files by path.</summary>
public static class DataLoaderExtensions
{
    /// <summary>Returns a view of files.</summary>
    /// <param name="loader">The loader.</param>
    /// <param name="path">Paths of the files.</param>
    public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path)
    {
        Throw.IfNull(loader, nameof(loader));
        return loader.Load(new MultiFileSource(path));
    }
}
