using DataWorth.Curation;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth;

/// <summary>A fit that can be asked: scores any view for queries, finds the strongest training examples, gives self-influences.</summary>
/// <remarks>
/// Without queries <see cref="Transform"/> appends self-influences; <see cref="WithQueries"/> gives a transformer that appends scores.
/// The transformer that <c>Fit</c> or <c>Load</c> returned owns the fit: those made from it (<see cref="WithQueries"/>,
/// <see cref="WithDamping"/>, <see cref="WithScore"/>) work until it is disposed. <see cref="WithQueries"/> gives one that owns its queries;
/// <see cref="WithDamping"/> and <see cref="WithScore"/> give one that borrows those of the transformer it was made from, and ends with it.
/// </remarks>
public sealed class AttributionTransformer : ITransformer, IDisposable
{
    private readonly QuerySet? _queries;
    private readonly Action _release;
    private bool _isDisposed;

    internal AttributionTransformer(MLContext mlContext, Fitted fitted, AttributionOptions options)
        : this(mlContext, fitted, null, options, fitted.Dispose) { }

    private AttributionTransformer(MLContext mlContext, Fitted fitted, QuerySet? queries, AttributionOptions options, Action release)
    {
        (MLContext, Fitted, _queries, Options, _release) = (mlContext, fitted, queries, options, release);
    }

    /// <summary>The queries' ids, in the order of the score's slots; none before <see cref="WithQueries"/>.</summary>
    public IReadOnlyList<string> QueryIds => _queries?.Ids ?? [];

    /// <summary>The options of the fit, with this transformer's damping and score rule.</summary>
    public AttributionOptions Options { get; }

    /// <summary>What preparing the queries left out (the error of low-rank query factors), one sentence each; usually empty.</summary>
    public IReadOnlyList<string> QueryReports => [.. (_queries?.Scorers ?? []).SelectMany(scorer => scorer.Reports)];

    /// <summary>What was fitted: modules, what was left out, sizes, artifact keys and times.</summary>
    public FitSummary Summary => Fitted.Summary;

    /// <summary>Keys of the artifacts that the fit consists of.</summary>
    public IReadOnlyList<string> StoredKeys => [.. Fitted.Members.SelectMany(member => member.StoredKeys)];

    /// <summary>False: rows are scored in batches.</summary>
    public bool IsRowToRowMapper => false;

    internal MLContext MLContext { get; }

    internal Fitted Fitted { get; }

    internal AttributionTask Task => Fitted.Task;

    internal bool HasQueries => _queries is not null;

    internal IReadOnlyList<string> GroupNames => Fitted.Groups.Names;

    /// <summary>The appended self-influence column; null when there are queries and none is asked for.</summary>
    internal string? SelfInfluenceColumn =>
        Options.SelfInfluenceColumn ?? (HasQueries ? null : AttributionOptions.DefaultSelfInfluenceColumn);

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        BatchReader.CheckSchema(inputSchema, Task, Options.IdColumn);
        return ScoreView.Extend(inputSchema, this).Schema;
    }

    /// <summary>Appends the score columns (with queries) or the self-influence column (without), lazily.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireAlive();
        BatchReader.CheckSchema(input.Schema, Task, Options.IdColumn);
        return new ScoreView(input, this);
    }

    /// <summary>The same fit, asked about queries: the model runs over them now. Training data are not touched.</summary>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <exception cref="InvalidOperationException">The model has other weights than at the fit.</exception>
    public AttributionTransformer WithQueries(IDataView queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        RequireAlive();
        var set = QuerySet.OfQueries(Fitted, queries, Options.Damping);
        return new AttributionTransformer(MLContext, Fitted, set, Options, set.Dispose);
    }

    /// <summary>The same fit and queries with another damping, from the same factorisation: neither training data nor the model are
    /// touched.</summary>
    /// <remarks>It borrows this transformer's queries, and ends with them when this one is disposed.</remarks>
    /// <param name="damping">lambda.</param>
    /// <exception cref="ArgumentException">The method has no curvature to damp.</exception>
    public AttributionTransformer WithDamping(Damping damping)
    {
        RequireAlive();
        var options = Options with { Damping = damping };
        options.Validate();
        var set = _queries?.With(damping);
        return new AttributionTransformer(MLContext, Fitted, set, options, () => set?.Dispose());
    }

    /// <summary>The same fit and queries with another score rule. Nothing is computed.</summary>
    /// <remarks>It borrows this transformer's queries, and ends with them when this one is disposed.</remarks>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule, or the method has none such.</exception>
    public AttributionTransformer WithScore(ScoreRule rule)
    {
        RequireAlive();
        var options = Options with { Score = rule };
        options.Validate();
        if (options.ModuleScores.Length > 0 && Fitted.Recipe.WhyNoModuleScores(rule) is { } reason)
        {
            Throw.NoModuleScores(Fitted.Recipe.Method, reason);
        }

        return new AttributionTransformer(MLContext, Fitted, _queries, options, () => { });
    }

    /// <summary>Prepares the scoring of the queries (preconditioning, factors), which otherwise happens when the first scores are asked
    /// for. For services whose first answer should be as fast as the next.</summary>
    /// <returns>This transformer.</returns>
    public AttributionTransformer PrepareQueries()
    {
        _ = RequireQueries().Scorers;
        return this;
    }

    /// <summary>Which positions of examples their scores come from, such as the tokens of texts. The model runs over the examples one by
    /// one: meant for those that are shown.</summary>
    /// <remarks>Shares are computed anew, so that they add up to the score that nothing rounds: where gradients are kept as factors of low rank
    /// (LoRIF) it is not that of <see cref="TopK(int)"/>.</remarks>
    /// <param name="rows">Examples: the columns of the task and an id.</param>
    /// <exception cref="InvalidOperationException">There are no queries.</exception>
    /// <exception cref="NotSupportedException">The score rule is another than <see cref="ScoreRule.Dot"/> (see <see cref="WithScore"/>), or
    /// the method's features are no sums over positions.</exception>
    public IEnumerable<PositionScores> ScorePositions(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _ = RequireQueries();
        if (Options.Score != ScoreRule.Dot)
        {
            Throw.NoPositionScores(Options.Score);
        }

        return Pass(scores: true, self: false).ScorePositions(rows);
    }

    /// <summary>Which positions of queries their scores come from, such as the tokens of an answer: the same sum from the other side, as a score
    /// is linear in the query's gradient too.</summary>
    /// <param name="queries">Queries: the columns of the task and an id. They need not be those of <see cref="WithQueries"/>.</param>
    /// <param name="rows">Examples that they are scored with.</param>
    /// <returns>For each query the shares of its positions in the score of each example, in their order; [rows][T].</returns>
    /// <exception cref="NotSupportedException">As for <see cref="ScorePositions"/>.</exception>
    public IEnumerable<PositionScores> ScoreQueryPositions(IDataView queries, IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(rows);
        RequireAlive();
        if (Options.Score != ScoreRule.Dot)
        {
            Throw.NoPositionScores(Options.Score);
        }

        return QueryPositions(queries, rows);
    }

    private IEnumerable<PositionScores> QueryPositions(IDataView queries, IDataView rows)
    {
        using var examples = QuerySet.OfExamples(Fitted, rows, Options.Damping);
        ScorePass pass = new(Fitted, examples, Options.Damping, Options.Score) { HasScores = true };
        foreach (var shares in pass.ScorePositions(queries, areQueries: true))
        {
            yield return shares;
        }
    }

    /// <summary>The k strongest proponents and k strongest opponents of every query among the fitted training examples.</summary>
    /// <param name="k">How many on each side, at least 1.</param>
    /// <returns>Rows of <see cref="Neighbor"/>: per query proponents by falling score, then opponents by rising score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are no queries.</exception>
    public IDataView TopK(int k) => MLContext.Data.LoadFromEnumerable(Stages.TopK.Run(this, k));

    /// <summary>The same for queries that are asked once.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="k">How many on each side, at least 1.</param>
    public IDataView TopK(IDataView queries, int k)
    {
        using var asked = WithQueries(queries);
        return asked.TopK(k);
    }

    /// <summary>Self-influence phi_n^T (H + lambda I)^-1 phi_n of every fitted training example, in the store's order.</summary>
    /// <returns>Rows of <see cref="SelfInfluenceRow"/>.</returns>
    public IDataView SelfInfluence()
    {
        RequireAlive();
        return MLContext.Data.LoadFromEnumerable(
            Score
                .Run(this, scores: false, self: true, Part.Whole)
                .SelectMany(rows => rows.Ids.Zip(rows.SelfInfluence))
                .Select(row => new SelfInfluenceRow { Id = row.First, SelfInfluence = row.Second })
        );
    }

    /// <summary>The training examples whose labels are most likely wrong: of the largest self-influence, with what the model and
    /// near-duplicates say.</summary>
    /// <param name="train">The training view of the fit.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="NotSupportedException">The task is no <see cref="ClassificationTask"/>.</exception>
    /// <exception cref="FitMismatchException">The view has other rows than the fit.</exception>
    public IReadOnlyList<Suspect> Suspects(IDataView train, int count)
    {
        ArgumentNullException.ThrowIfNull(train);
        RequireAlive();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (Task is not ClassificationTask task)
        {
            Throw.NoSuspects(Task.GetType().Name);
            throw null!;
        }

        return new SuspectFinder(this, task).Find(train, count);
    }

    /// <summary>Not possible: <see cref="IsRowToRowMapper"/> is false.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Throw.NotRowToRow();
        return null;
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Throw.NotSavable(Options.Name ?? $"{Summary.Key}");

    /// <summary>Frees the queries, and the model hooks and statistics where this is the transformer that the fit returned.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _release();
        }
    }

    private void RequireAlive()
    {
        if (_isDisposed)
        {
            Throw.TransformerDisposed();
        }

        Throw.IfDisposed(Fitted, _queries);
    }

    /// <summary>A pass over examples.</summary>
    internal ScorePass Pass(bool scores, bool self)
    {
        RequireAlive();
        return new(Fitted, _queries, Options.Damping, Options.Score) { HasScores = scores, HasSelf = self };
    }

    /// <summary>The queries.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal QuerySet RequireQueries()
    {
        RequireAlive();
        if (_queries is not { } queries)
        {
            Throw.NoQueries();
            throw null!;
        }

        return queries;
    }
}
