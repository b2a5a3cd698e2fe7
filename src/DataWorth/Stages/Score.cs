namespace DataWorth.Stages;

/// <summary>The stage 'score': scores of the fitted training examples for the queries of a transformer, in the store's order.</summary>
public static class Score
{
    /// <summary>Scores examples as they are enumerated.</summary>
    /// <param name="asked">A fit with queries (<see cref="AttributionTransformer.WithQueries"/>), by its damping and score rule.</param>
    /// <param name="part">Which examples; default all. Parts follow each other: all of them are the whole.</param>
    /// <exception cref="InvalidOperationException">There are no queries.</exception>
    public static IEnumerable<ScoredRows> Run(AttributionTransformer asked, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(asked);
        asked.RequireQueries();
        return Run(asked, scores: true, self: false, part ?? Part.Whole);
    }

    internal static IEnumerable<ScoredRows> Run(AttributionTransformer asked, bool scores, bool self, Part part)
    {
        var (count, done) = (asked.Fitted.Members[0].RowsOf(part).Count, 0L);
        foreach (var rows in asked.Pass(scores, self).ScoreTraining(part))
        {
            done += rows.Count;
            asked.Options.Progress?.Report(new AttributionProgress(scores ? "score" : "self-influence", done, count));
            yield return rows;
        }
    }
}
