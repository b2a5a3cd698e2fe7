using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Joins estimators and transformers to chains.</summary>
public static class LearningPipelineExtensions
{
    /// <summary>Makes a chain of two estimators, or appends one to a chain.</summary>
    /// <typeparam name="TTrans">What the appended one yields.</typeparam>
    /// <param name="start">The first estimator, or a chain.</param>
    /// <param name="estimator">The one to append.</param>
    /// <param name="scope">Purposes that its transformer serves.</param>
    public static EstimatorChain<TTrans> Append<TTrans>(
        this IEstimator<ITransformer> start, IEstimator<TTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TTrans : class, ITransformer
    {
        Throw.IfNull(start, nameof(start));
        Throw.IfNull(estimator, nameof(estimator));
        return start is EstimatorChain<ITransformer> chain
            ? chain.Append(estimator, scope)
            : new EstimatorChain<ITransformer>().Append(start).Append(estimator, scope);
    }

    /// <summary>Makes a chain of an estimator and a cache, so that those appended later read its output from memory.</summary>
    /// <typeparam name="TTrans">What the estimator yields.</typeparam>
    /// <param name="start">The estimator.</param>
    /// <param name="env">The environment of the cache, e.g. the <see cref="MLContext"/>.</param>
    public static EstimatorChain<TTrans> AppendCacheCheckpoint<TTrans>(this IEstimator<TTrans> start, IHostEnvironment env)
        where TTrans : class, ITransformer
    {
        Throw.IfNull(start, nameof(start));
        return new EstimatorChain<ITransformer>().Append(start).AppendCacheCheckpoint(env);
    }

    /// <summary>Makes a chain of two transformers, or appends one to a chain.</summary>
    /// <typeparam name="TTrans">Type of the appended one.</typeparam>
    /// <param name="start">The first transformer, or a chain.</param>
    /// <param name="transformer">The one to append.</param>
    public static TransformerChain<TTrans> Append<TTrans>(this ITransformer start, TTrans transformer)
        where TTrans : class, ITransformer
    {
        Throw.IfNull(start, nameof(start));
        Throw.IfNull(transformer, nameof(transformer));
        return start is TransformerChain<ITransformer> chain
            ? chain.Append(transformer)
            : new TransformerChain<ITransformer>(start).Append(transformer);
    }

    /// <summary>Wraps an estimator so that a delegate sees the transformer each time it is fitted.</summary>
    /// <typeparam name="TTransformer">What the estimator yields.</typeparam>
    /// <param name="estimator">The estimator.</param>
    /// <param name="onFit">Called with the fitted transformer.</param>
    public static IEstimator<TTransformer> WithOnFitDelegate<TTransformer>(this IEstimator<TTransformer> estimator, Action<TTransformer> onFit)
        where TTransformer : class, ITransformer
    {
        Throw.IfNull(estimator, nameof(estimator));
        Throw.IfNull(onFit, nameof(onFit));
        return new ObservedEstimator<TTransformer>(estimator, onFit);
    }

    private sealed class ObservedEstimator<TTransformer>(IEstimator<TTransformer> estimator, Action<TTransformer> onFit) : IEstimator<TTransformer>
        where TTransformer : class, ITransformer
    {
        public TTransformer Fit(IDataView input)
        {
            TTransformer transformer = estimator.Fit(input);
            onFit(transformer);
            return transformer;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => estimator.GetOutputSchema(inputSchema);
    }
}
