using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators fitted one after the other, each on what the ones before deliver. Immutable: appending makes a new chain.</summary>
/// <typeparam name="TLastTransformer">What the last estimator yields.</typeparam>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly (IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter)[] _links;
    private readonly IHostEnvironment _environment;

    /// <summary>The last estimator; null in an empty chain.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    /// <summary>Makes an empty chain.</summary>
    public EstimatorChain()
        : this([], null)
    {
    }

    private EstimatorChain((IEstimator<ITransformer>, TransformerScope, bool)[] links, IHostEnvironment environment)
    {
        _links = links;
        _environment = environment;
        LastEstimator = _links.Length == 0 ? null : _links[^1].Estimator as IEstimator<TLastTransformer>;
    }

    /// <summary>Checks the schema along the whole chain, then fits the estimators one by one.</summary>
    /// <param name="input">The rows to learn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Throw.IfNull(input, nameof(input));
        GetOutputSchema(SchemaShape.Create(input.Schema));
        IDataView current = input;
        var transformers = new ITransformer[_links.Length];
        for (int i = 0; i < _links.Length; i++)
        {
            transformers[i] = _links[i].Estimator.Fit(current);
            current = transformers[i].Transform(current);
            if (_links[i].CacheAfter && i < _links.Length - 1)
                current = new CacheDataView(_environment, current, []);
        }
        return new TransformerChain<TLastTransformer>(transformers, _links.Select(link => link.Scope));
    }

    /// <summary>The shape of what the fitted chain will deliver.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Throw.IfNull(inputSchema, nameof(inputSchema));
        return _links.Aggregate(inputSchema, (shape, link) => link.Estimator.GetOutputSchema(shape));
    }

    /// <summary>Returns this chain with one more estimator.</summary>
    /// <typeparam name="TNewTrans">What it yields.</typeparam>
    /// <param name="estimator">The estimator.</param>
    /// <param name="scope">Purposes that its transformer serves.</param>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Throw.IfNull(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>([.. _links, (estimator, scope, false)], _environment);
    }

    /// <summary>Returns this chain with a cache after its last estimator, so that those appended later read its output from memory.</summary>
    /// <param name="env">The environment of the cache, e.g. the <see cref="MLContext"/>.</param>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Throw.IfNull(env, nameof(env));
        if (_links.Length == 0 || _links[^1].CacheAfter)
            return this;
        return new EstimatorChain<TLastTransformer>([.. _links[..^1], _links[^1] with { CacheAfter = true }], env);
    }
}
