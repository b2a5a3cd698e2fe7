using DataWorth.Cli.Fits.Subjects;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Methods;
using DataWorth.Stages;
using Microsoft.ML;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit answers: neighbours of queries, suspects, and how its scores are to be read.</summary>
/// <param name="fit">The fit.</param>
/// <param name="withContent">Whether pictures, columns and texts are given with examples.</param>
internal sealed class FitAnswers(OpenFit fit, bool withContent)
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly List<string> _warnings = [];

    /// <summary>The method, its explanation and the meaning of its scores.</summary>
    public ReportMethod Method { get; } =
        ReportMethod.Of(fit.Description.Method, fit.Transformer.Options, fit.Description.Examples, fit.Subject.Measured);

    /// <summary>What the user should know of the fit and of the rows that were opened, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. fit.Transformer.Summary.Reports.Select(fit.Names.Of).Concat(_warnings).Distinct()];

    /// <summary>Opens queries.</summary>
    /// <param name="data">The queries.</param>
    /// <param name="explainsLabels">Whether the queries' labels are explained; else what the model predicts.</param>
    /// <param name="request">What the command knows besides.</param>
    public AskedRows Ask(TypedData data, bool explainsLabels, FitRequest request)
    {
        var asked = fit.Subject.Ask(data, explainsLabels, fit.Transformer.Options.BatchSize, withContent, request);
        _warnings.AddRange(asked.Warnings);
        return asked;
    }

    /// <summary>Opens rows that are scored as if they were training examples.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the command knows besides.</param>
    public CandidateRows OpenCandidates(TypedData data, FitRequest request)
    {
        var candidates = fit.Subject.OpenCandidates(data, request);
        _warnings.AddRange(candidates.Warnings);
        return candidates;
    }

    /// <summary>The queries with their strongest training examples, the most interesting ones first: wrong, then least certain.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="k">Neighbours on each side.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<ReportQuery> Neighbours(AskedRows queries, int k, CancellationToken cancellationToken)
    {
        using var asked = fit.Transformer.WithQueries(queries.View);
        return Show(queries.Rows, [.. _mlContext.Data.CreateEnumerable<Neighbor>(asked.TopK(k), reuseRowObject: false)], cancellationToken);
    }

    /// <summary>The same in two stages: another fit names a shortlist, this one ranks it.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="first">The fit that names the shortlist.</param>
    /// <param name="k">Neighbours on each side.</param>
    /// <param name="options">How long the shortlist is, and how its loss is estimated.</param>
    /// <param name="cancellationToken">Stops.</param>
    public (IReadOnlyList<ReportQuery> Queries, TwoStageResult Stages) Neighbours(
        AskedRows queries,
        OpenFit first,
        int k,
        TwoStageOptions options,
        CancellationToken cancellationToken
    )
    {
        using var listed = first.Transformer.WithQueries(queries.View);
        using var asked = fit.Transformer.WithQueries(queries.View);
        var found = TwoStages.Run(listed, asked, fit.Subject.View(_mlContext)!, k, options);
        return (Show(queries.Rows, found.Neighbors, cancellationToken), found);
    }

    /// <summary>Queries with neighbours that were found, the most interesting ones first: wrong, then least certain.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="neighbours">The neighbours of each, the strongest first.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<ReportQuery> Show(
        IReadOnlyList<ReportQuery> queries,
        IReadOnlyList<Neighbor> neighbours,
        CancellationToken cancellationToken
    )
    {
        var examples = fit.Subject.Examples([.. neighbours.Select(neighbour => neighbour.ExampleId)], withContent, cancellationToken);
        // Where few examples speak against a query, the weakest of those that speak for it are no opponents.
        var found = neighbours
            .Where(Speaks)
            .ToLookup(
                neighbour => (neighbour.QueryId, neighbour.Side),
                neighbour => new ReportNeighbour(examples[neighbour.ExampleId], neighbour.Score)
            );
        return
        [
            .. queries
                .Select(query =>
                    query with
                    {
                        Proponents = [.. found[(query.Id, "Proponent")]],
                        Opponents = [.. found[(query.Id, "Opponent")]],
                    }
                )
                .OrderByDescending(query => query.IsWrong)
                .ThenBy(query => query.Probability),
        ];
    }

    /// <summary>Whether a neighbour is on its side by the sign of its score: proponents above 0, opponents below.</summary>
    public static bool Speaks(Neighbor neighbour) => neighbour.Side == "Proponent" ? neighbour.Score > 0 : neighbour.Score < 0;

    /// <summary>The training examples whose labels are most likely wrong.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<ReportSuspect> Suspects(int count)
    {
        var suspects = fit.Subject.Suspects(fit.Transformer, (int)Math.Min(count, fit.Description.Examples), withContent);
        var recipe = MethodTable.Get(fit.Description.Method).CreateRecipe(fit.Transformer.Options);
        _warnings.AddRange([.. recipe.SuspectCaution is { } caution ? [caution] : Array.Empty<string>(), .. Ties(suspects)]);
        return suspects;
    }

    private static IEnumerable<string> Ties(IReadOnlyList<ReportSuspect> suspects)
    {
        var tied = suspects.Count(suspect => suspect.Ties > 0);
        if (tied == 0)
        {
            yield break;
        }

        var last = suspects[^1];
        var hidden = last.Ties + 1 - suspects.Reverse().TakeWhile(suspect => suspect.Ties == last.Ties).Take(last.Ties + 1).Count();
        yield return $"{tied} of the {suspects.Count} suspects have the same self-influence as other examples: their order among them "
            + $"says nothing{(hidden == 0 ? "" : $", and {hidden} more with that of the last one are not listed")}.";
    }
}
