using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Takes a look at the first rows of what views, transformers, estimators and loaders deliver.</summary>
public static class DebuggerExtensions
{
    /// <summary>Reads the first rows of a view.</summary>
    /// <param name="data">The view.</param>
    /// <param name="maxRows">Largest number of rows. Default 100.</param>
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) => new(data, maxRows);

    /// <summary>Reads the first rows of a transformed view.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="data">The view to transform.</param>
    /// <param name="maxRows">Largest number of rows. Default 100.</param>
    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Throw.IfNull(transformer, nameof(transformer));
        Throw.IfNull(data, nameof(data));
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }

    /// <summary>Fits an estimator to the first rows of a view and reads the first rows of what it then delivers.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">The view.</param>
    /// <param name="maxRows">Largest number of rows to read. Default 100.</param>
    /// <param name="maxTrainingRows">Largest number of rows to fit to. Default 100.</param>
    public static DataDebuggerPreview Preview(
        this IEstimator<ITransformer> estimator,
        IDataView data,
        int maxRows = DataDebuggerPreview.DefaultMaxRows,
        int maxTrainingRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Throw.IfNull(estimator, nameof(estimator));
        Throw.IfNull(data, nameof(data));
        Throw.Unless(maxTrainingRows >= 0, nameof(maxTrainingRows), $"Must be zero or positive, got {maxTrainingRows}.");
        ITransformer transformer = estimator.Fit(new SkipTakeDataView(data, 0, maxTrainingRows));
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }

    /// <summary>Reads the first rows of a source.</summary>
    /// <typeparam name="TSource">Kind of source.</typeparam>
    /// <param name="loader">The loader.</param>
    /// <param name="source">The source.</param>
    /// <param name="maxRows">Largest number of rows. Default 100.</param>
    public static DataDebuggerPreview Preview<TSource>(
        this IDataLoader<TSource> loader, TSource source, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Throw.IfNull(loader, nameof(loader));
        return new DataDebuggerPreview(loader.Load(source), maxRows);
    }
}
