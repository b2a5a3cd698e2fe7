using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Pipeline;
using DataWorth.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth;

/// <summary>A fitted attribution: scores candidate training examples against queries.</summary>
/// <remarks>
/// <para>Rows are candidate training examples; the score column is Vector&lt;Single, Q&gt; with the query ids as slot names. Rows whose id
/// is in the
/// fitted store are scored from the stored features, others are run through the model (data selection).</para>
/// <para>Sign: a positive score is a proponent: training on the example raises the query's measurement (lowers its loss).
/// Scale: with curvature H = (1/N) sum phi phi^T, removing example n changes the query's loss by about +score/N.</para>
/// </remarks>
public sealed class AttributionTransformer : ITransformer, IDisposable
{
    private readonly MLContext _mlContext;
    private readonly FittedRecipe _fitted;
    private readonly QuerySet _queries;
    private int _isDisposed;

    internal AttributionTransformer(MLContext mlContext, FittedRecipe fitted, QuerySet queries, AttributionOptions options)
    {
        _mlContext = mlContext;
        _fitted = fitted.Share();
        _queries = queries.Share();
        Options = options;
    }

    /// <summary>The queries' ids, in the order of the score's slots.</summary>
    public IReadOnlyList<string> QueryIds => _queries.Ids;

    /// <summary>The options of the fit, with this transformer's damping and score rule.</summary>
    public AttributionOptions Options { get; }

    /// <summary>What preparing the queries left out (the error of low-rank query factors), one sentence each; usually empty.</summary>
    public IReadOnlyList<string> QueryReports => [.. _queries.Scorers.SelectMany(scorer => scorer.Reports)];

    /// <summary>What was fitted: modules, what was left out, sizes, artifact keys and times.</summary>
    public FitSummary Summary => _fitted.Summary;

    /// <summary>False: rows are scored in batches.</summary>
    public bool IsRowToRowMapper => false;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        BatchReader.CheckSchema(inputSchema, _fitted.Task, Options.IdColumn);
        return ScoreView.Extend(inputSchema, QueryIds, GroupNames, Options).Schema;
    }

    /// <summary>Appends the score columns, lazily.</summary>
    public IDataView Transform(IDataView input)
    {
        BatchReader.CheckSchema(input.Schema, _fitted.Task, Options.IdColumn);
        return new ScoreView(input, this);
    }

    /// <summary>The same fit with other queries. Training data are not touched.</summary>
    public AttributionTransformer WithQueries(IDataView queries) =>
        new(_mlContext, _fitted, _fitted.MapQueries(queries, Options.Damping), Options);

    /// <summary>The same fit and queries with another damping, from the same factorisation: neither training data nor the model are
    /// touched.</summary>
    /// <param name="damping">lambda.</param>
    public AttributionTransformer WithDamping(Damping damping) =>
        new(_mlContext, _fitted, _queries.With(damping), Options with { Damping = damping });

    /// <summary>The same fit and queries with another score rule. Nothing is computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The method has no such rule.</exception>
    public AttributionTransformer WithScore(ScoreRule rule)
    {
        var options = Options with { Score = rule };
        options.Validate();
        return new AttributionTransformer(_mlContext, _fitted, _queries, options);
    }

    /// <summary>Prepares the scoring of the queries (preconditioning, factors), which otherwise happens when the first scores are asked
    /// for. For services whose first answer should be as fast as the next.</summary>
    /// <returns>This transformer.</returns>
    public AttributionTransformer PrepareQueries()
    {
        _ = _queries.Scorers;
        return this;
    }

    /// <summary>The k strongest proponents and k strongest opponents of every query among the fitted training examples.</summary>
    /// <param name="k">How many on each side, at least 1.</param>
    /// <returns>Rows of <see cref="Neighbor"/>: per query proponents by falling score, then opponents by rising score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public IDataView TopK(int k) => _mlContext.Data.LoadFromEnumerable(_fitted.TopK(_queries, Options.Score, k));

    /// <summary>Self-influence phi_n^T (H + lambda I)^-1 phi_n of every fitted training example, in the store's order.</summary>
    /// <returns>Rows of <see cref="SelfInfluenceRow"/>.</returns>
    public IDataView SelfInfluence() => _mlContext.Data.LoadFromEnumerable(_fitted.SelfInfluence(_queries));

    /// <summary>Not possible: <see cref="IsRowToRowMapper"/> is false.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Throw.NotRowToRow();
        return null;
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Throw.NotSavable();

    /// <summary>Frees the queries and, with the last transformer of a fit, the model hooks and statistics.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _queries.Release();
        _fitted.Release();
    }

    internal IReadOnlyList<string> GroupNames => _fitted.Groups.Names;

    internal IEnumerable<ScoredRows> ScoreRows(IDataView view, bool scores, bool self) =>
        _fitted.Score(view, new ScoreRequest(_queries, Options.Score, scores, self));
}
