using DataWorth.Cli.Hosting;
using DataWorth.Language.Retrieval;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>The training passages ranked by BM25, beside their scores: whether they have the words of a query, whatever the model learned.</summary>
/// <param name="Ranking">The rank of every passage.</param>
/// <param name="Best">The best of them.</param>
internal sealed record WordSearch(Bm25Ranking Ranking, IReadOnlyList<WordMatch> Best)
{
    /// <summary>How the ranks are to be read.</summary>
    public const string Meaning = "BM25 ranks passages by the words that they share with the query; it knows nothing of the model.";

    /// <summary>Ranks the training passages for queries.</summary>
    /// <param name="fit">The fit, with its training texts.</param>
    /// <param name="queries">Queries by their ids, as tokens.</param>
    /// <param name="count">How many of the best are listed for each.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">The fit is none of texts.</exception>
    public static IReadOnlyDictionary<string, WordSearch> Of(
        OpenFit fit,
        IReadOnlyDictionary<string, IReadOnlyList<int>> queries,
        int count,
        CancellationToken cancellationToken
    )
    {
        if (fit.Subject is not TextSubject subject)
        {
            throw new UserErrorException($"--bm25 compares words, but fit '{fit.Name}' is one of {fit.Origin.Subject.Data}; leave it out.");
        }

        var index = subject.Index(cancellationToken);
        var rankings = queries.ToDictionary(query => query.Key, query => index.Rank(query.Value));
        var best = rankings.ToDictionary(entry => entry.Key, entry => entry.Value.Top(count));
        string[] ids = [.. best.Values.SelectMany(list => list.Select(match => match.Id)).Distinct()];
        var passages = subject.Passages(ids, cancellationToken);
        return rankings.ToDictionary(
            entry => entry.Key,
            entry => new WordSearch(entry.Value, [.. best[entry.Key].Select(match => WordMatch.Of(passages[match.Id], match.Score))])
        );
    }
}
