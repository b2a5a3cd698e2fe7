using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>Transformers applied one after the other. Immutable: appending makes a new chain.</summary>
/// <typeparam name="TLastTransformer">Type of the last one.</typeparam>
public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, IDisposable
    where TLastTransformer : class, ITransformer
{
    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    /// <summary>The last transformer; null in an empty chain.</summary>
    public readonly TLastTransformer LastTransformer;

    /// <summary>Makes a chain of transformers with the purposes of each.</summary>
    /// <param name="transformers">The transformers; null means none.</param>
    /// <param name="scopes">As many purposes; null means none.</param>
    /// <exception cref="InvalidOperationException">The numbers differ, or the last transformer is not a <typeparamref name="TLastTransformer"/>.</exception>
    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        _transformers = [.. transformers ?? []];
        _scopes = [.. scopes ?? []];
        if (_transformers.Length != _scopes.Length)
            Throw.Invalid($"A chain needs one scope per transformer, got {_transformers.Length} transformers and {_scopes.Length} scopes.");
        LastTransformer = _transformers.LastOrDefault() as TLastTransformer;
        if (_transformers.Length > 0 && LastTransformer is null)
            Throw.Invalid($"The last transformer of the chain is a {_transformers[^1]?.GetType().Name ?? "null"}, expected {typeof(TLastTransformer).Name}.");
    }

    /// <summary>Makes a chain of transformers that serve all purposes.</summary>
    /// <param name="transformers">The transformers; null means none.</param>
    /// <exception cref="InvalidOperationException">The last one is not a <typeparamref name="TLastTransformer"/>.</exception>
    public TransformerChain(params ITransformer[] transformers)
        : this(transformers, transformers?.Select(_ => TransformerScope.Everything))
    {
    }

    bool ITransformer.IsRowToRowMapper => _transformers.All(transformer => transformer.IsRowToRowMapper);

    /// <summary>The schema after the transformers that serve <see cref="TransformerScope.Scoring"/>.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetOutputSchema(inputSchema, TransformerScope.Scoring);

    /// <summary>The schema after the transformers that serve a purpose.</summary>
    /// <param name="inputSchema">Schema of the input.</param>
    /// <param name="scope">The purpose.</param>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope)
    {
        Throw.IfNull(inputSchema, nameof(inputSchema));
        return Members(scope).Aggregate(inputSchema, (schema, member) => member.Transformer.GetOutputSchema(schema));
    }

    /// <summary>Applies the transformers that serve <see cref="TransformerScope.Scoring"/>; lazy.</summary>
    /// <param name="input">The input.</param>
    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Scoring);

    /// <summary>Applies the transformers that serve a purpose; lazy. The schema is checked along the whole chain first.</summary>
    /// <param name="input">The input.</param>
    /// <param name="scope">The purpose.</param>
    public IDataView Transform(IDataView input, TransformerScope scope)
    {
        Throw.IfNull(input, nameof(input));
        GetOutputSchema(input.Schema, scope);
        return Members(scope).Aggregate(input, (view, member) => member.Transformer.Transform(view));
    }

    /// <summary>Returns the chain of the transformers that serve a purpose.</summary>
    /// <param name="scopeFilter">The purpose.</param>
    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter) =>
        new(Members(scopeFilter).Select(member => member.Transformer), Members(scopeFilter).Select(member => member.Scope));

    /// <summary>Returns this chain with one more transformer.</summary>
    /// <typeparam name="TNewLast">Its type.</typeparam>
    /// <param name="transformer">The transformer.</param>
    /// <param name="scope">Purposes that it serves.</param>
    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        Throw.IfNull(transformer, nameof(transformer));
        return new TransformerChain<TNewLast>(_transformers.Append(transformer), _scopes.Append(scope));
    }

    /// <summary>Enumerates the transformers in order.</summary>
    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the transformers that can be disposed.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (ITransformer transformer in _transformers)
            (transformer as IDisposable)?.Dispose();
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Throw.IfNull(inputSchema, nameof(inputSchema));
        var mappers = new IRowToRowMapper[_transformers.Length];
        DataViewSchema schema = inputSchema;
        for (int i = 0; i < mappers.Length; i++)
        {
            if (!_transformers[i].IsRowToRowMapper)
                Throw.Invalid($"{_transformers[i].GetType().Name} does not map row to row: ask IsRowToRowMapper before GetRowToRowMapper.");
            mappers[i] = _transformers[i].GetRowToRowMapper(schema);
            schema = mappers[i].OutputSchema;
        }
        return new CompositeRowToRowMapper(inputSchema, mappers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Throw.IfNull(ctx, nameof(ctx));
        foreach (ITransformer transformer in _transformers)
            transformer.Save(ctx);
    }

    private IEnumerable<(ITransformer Transformer, TransformerScope Scope)> Members(TransformerScope scope) =>
        _transformers.Zip(_scopes).Where(member => (member.Second & scope) != TransformerScope.None);
}
