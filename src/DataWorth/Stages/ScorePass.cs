using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>One pass over examples: their scores for the queries of a fit, their self-influences, or both.</summary>
internal sealed class ScorePass
{
    private readonly Fitted _fitted;

    // Members whose weights were compared byte for byte in this pass; later batches compare samples of them.
    private readonly HashSet<FitSession> _compared = [];

    /// <summary>Says what is asked.</summary>
    /// <param name="fitted">The fit.</param>
    /// <param name="queries">The queries; null where only self-influences are wanted.</param>
    /// <param name="damping">lambda of self-influences.</param>
    /// <param name="rule">How products become scores.</param>
    public ScorePass(Fitted fitted, QuerySet? queries, Damping damping, ScoreRule rule) =>
        (_fitted, Queries, Damping, Rule) = (fitted, queries, damping, rule);

    /// <summary>The queries; null where only self-influences are wanted.</summary>
    public QuerySet? Queries { get; }

    /// <summary>lambda of self-influences.</summary>
    public Damping Damping { get; }

    /// <summary>How products become scores.</summary>
    public ScoreRule Rule { get; }

    /// <summary>Whether scores are wanted.</summary>
    public required bool HasScores { get; init; }

    /// <summary>Whether self-influences are wanted.</summary>
    public bool HasSelf { get; init; }

    /// <summary>The total, or the groups of modules that have columns of their own.</summary>
    public BlockGroups Groups => _fitted.Groups;

    /// <summary>Size of the largest share of a member; above 0.</summary>
    public double LargestShare => _fitted.Members.Max(member => Math.Abs(member.Weight));

    private AttributionOptions Options => _fitted.Recipe.Options;

    /// <summary>Scores rows of any view: stored features where the content is known, the model elsewhere.</summary>
    public ScoredRows Score(ExampleBatch batch) =>
        Run(
            (sum, member, index) =>
            {
                if (member.Stored is not { } stored)
                {
                    Activate(member);
                    using var features = member.Map.Map(batch);
                    sum.Add(member, index, features);
                    return batch.Ids;
                }

                using var encoded = stored.NewBuffer(batch.Count);
                Gather(batch, member, stored, encoded);
                using var moved = encoded.To(stored.Device);
                sum.Add(member, index, moved);
                return batch.Ids;
            }
        );

    /// <summary>Training examples in order: read from the store, or run through the model when the method stores nothing.</summary>
    public IEnumerable<ScoredRows> ScoreTraining(Part part)
    {
        var range = _fitted.Members[0].RowsOf(part);
        if (_fitted.Members.All(member => member.Stored is not null))
        {
            return ScoreStored(range);
        }

        if (_fitted.Members[0].Train is not { } train)
        {
            Throw.NeedsTrainingView(_fitted.Recipe.Method);
            throw null!;
        }

        return train.Read(Options.BatchSize, 0, range, null, Options.CancellationToken).Select(Score);
    }

    /// <summary>The examples of a view one by one, with the shares of their positions.</summary>
    /// <param name="view">The examples, or queries.</param>
    /// <param name="areQueries">Whether the view has queries.</param>
    public IEnumerable<PositionScores> ScorePositions(IDataView view, bool areQueries = false)
    {
        var count = Queries!.Ids.Count;
        var reader = new BatchReader(view, _fitted.Task, Options.IdColumn);
        foreach (var batch in reader.Read(1, Options.CancellationToken))
        {
            var id = batch.Ids[0];
            var shares = Run(
                (sum, member, index) =>
                {
                    Activate(member);
                    using var features = areQueries ? member.Map.MapQueryPositions(batch) : member.Map.MapPositions(batch);
                    sum.Add(member, index, features);
                    return [.. Enumerable.Repeat(id, features.Count)];
                },
                ofPositions: true
            ).Scores;
            yield return new(
                id,
                [.. Enumerable.Range(0, count).Select(query => shares.Skip(query).Where((_, place) => place % count == 0).ToArray())]
            );
        }
    }

    private IEnumerable<ScoredRows> ScoreStored(RowRange range)
    {
        var streams = _fitted.Members.Select(member => member.Stored!.Stream(range, Options.CancellationToken).GetEnumerator()).ToList();
        try
        {
            var row = checked((int)range.First);
            var ids = System.Threading.Tasks.Task.Run(() => _fitted.Members[0].Stored!.Ids); // parsed while the first rows are read
            while (streams.All(stream => stream.MoveNext()))
            {
                // Members have the same codec and so the same chunks.
                var all = ids.GetAwaiter().GetResult();
                string[] names = [.. Enumerable.Range(row, streams[0].Current.Count).Select(i => all[i])];
                row += names.Length;
                yield return Run(
                    (sum, member, index) =>
                    {
                        sum.Add(member, index, streams[index].Current);
                        return names;
                    },
                    runsModel: false
                );
            }
        }
        finally
        {
            foreach (var stream in streams)
            {
                stream.Dispose();
            }
        }
    }

    // Adds every member's share of some rows; add gives their ids.
    private ScoredRows Run(Func<ScoreSum, FitSession, int, IReadOnlyList<string>> add, bool ofPositions = false, bool runsModel = true)
    {
        lock (ModelGate.Of(_fitted.Task.Model))
        {
            Throw.IfDisposed(_fitted, Queries);
            using var weights = runsModel ? _fitted.KeepWeights() : null;
            using var sum = new ScoreSum(
                this,
                HasScores
                    ? ofPositions
                        ? Queries!.PositionScorers
                        : Queries!.Scorers
                    : []
            );
            IReadOnlyList<string> ids = [];
            foreach (var (index, member) in _fitted.Members.Index())
            {
                ids = add(sum, member, index);
            }

            return sum.ToRows(ids);
        }
    }

    private void Activate(FitSession member)
    {
        if (_compared.Add(member))
        {
            member.Activate();
            Probe.Check(member);
        }
        else
        {
            member.ActivateAgain();
        }
    }

    private void Gather(ExampleBatch batch, FitSession member, StoredFeatures stored, EncodedRows buffer)
    {
        var known = batch.Contents.Select(stored.Find).ToArray();
        if (known.Any(row => row is null))
        {
            Activate(member);
            using var features = member.Map.Map(batch);
            stored.Append(features, buffer);
        }

        // Stored numbers win over recomputed ones, so that a row's score does not depend on its neighbours. Runs of rows are read at once.
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] is not { } row)
            {
                continue;
            }

            var run = 1;
            while (i + run < known.Length && known[i + run] == row + run)
            {
                run++;
            }

            buffer.Count = i;
            stored.Read(buffer, row, run);
            i += run - 1;
        }

        buffer.Count = known.Length;
    }
}
