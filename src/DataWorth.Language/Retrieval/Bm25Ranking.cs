namespace DataWorth.Language.Retrieval;

/// <summary>All passages of a <see cref="Bm25Index"/>, ranked for one text.</summary>
public sealed class Bm25Ranking
{
    private readonly IReadOnlyList<string> _ids;
    private readonly IReadOnlyDictionary<string, int> _rows;
    private readonly double[] _scores;

    internal Bm25Ranking(IReadOnlyList<string> ids, IReadOnlyDictionary<string, int> rows, double[] scores) =>
        (_ids, _rows, _scores) = (ids, rows, scores);

    /// <summary>The strongest passages, strongest first; equal ones in their order. Those that share no token with the text are left
    /// out.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<(string Id, double Score)> Top(int count) =>
        [
            .. _scores
                .Index()
                .Where(entry => entry.Item > 0)
                .OrderByDescending(entry => entry.Item)
                .Take(count)
                .Select(entry => (_ids[entry.Index], entry.Item)),
        ];

    /// <summary>The score of a passage, at least 0.</summary>
    /// <param name="id">The passage.</param>
    /// <exception cref="KeyNotFoundException">There is no such passage.</exception>
    public double Score(string id) => _scores[_rows[id]];

    /// <summary>The rank of a passage: 1 plus the number of those with a higher score, so that equal ones share the best rank.</summary>
    /// <param name="id">The passage.</param>
    /// <exception cref="KeyNotFoundException">There is no such passage.</exception>
    public int RankOf(string id)
    {
        var score = Score(id);
        return 1 + _scores.Count(other => other > score);
    }
}
