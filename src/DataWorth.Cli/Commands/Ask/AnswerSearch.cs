using System.Globalization;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Evaluation.Results;
using DataWorth.Methods.Lorif;
using DataWorth.Scoring;
using DataWorth.Stages;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>Finds the passages behind an answer, and what of passages, model and answer their scores come from.</summary>
/// <param name="fit">The fit whose scores are shown.</param>
/// <param name="subject">Its texts and model.</param>
/// <param name="cancellationToken">Stops.</param>
internal sealed class AnswerSearch(OpenFit fit, TextSubject subject, CancellationToken cancellationToken)
{
    private const string Proponent = "Proponent";
    private const string Opponent = "Opponent";
    private const double MostApart = 2;

    private readonly MLContext _mlContext = new(seed: 0);

    /// <summary>Passages that are shown.</summary>
    public required int Top { get; init; }

    /// <summary>Whether passages that speak against the answer are found too.</summary>
    public bool BothSides { get; init; }

    /// <summary>Whether passages are ranked by their words too.</summary>
    public bool ByWords { get; init; }

    /// <summary>Whether scores are split over modules, which the fit was opened for.</summary>
    public bool ByLayers { get; init; }

    /// <summary>Whether scores are split over the tokens of prompt and answer.</summary>
    public bool ByQueryTokens { get; init; }

    /// <summary>The fit that names a shortlist; null for one stage.</summary>
    public OpenFit? First { get; init; }

    /// <summary>How long the shortlist is.</summary>
    public TwoStageOptions Stages { get; init; } = new();

    /// <summary>Finds them.</summary>
    /// <param name="query">Prompt and answer.</param>
    /// <param name="warn">Told what the method cannot say.</param>
    /// <param name="found">Told the passages with their scores as soon as they are found; what these come from follows. Null for
    /// nobody.</param>
    public AskResult Find(TextQuery query, Action<string> warn, Action<AskResult>? found = null)
    {
        var view = _mlContext.Data.LoadFromEnumerable([query.Block]);
        using var asked = fit.Transformer.WithQueries(view);
        var (neighbours, stages) = Neighbours(asked, view);
        // Where both sides are shown, the weakest of one side are not the strongest of the other.
        var shown = neighbours.Where(neighbour => !BothSides || FitAnswers.Speaks(neighbour)).ToLookup(neighbour => neighbour.Side);
        var (best, worst) = (shown[Proponent].ToList(), BothSides ? shown[Opponent].ToList() : []);
        string[] ids = [.. best.Concat(worst).Select(neighbour => neighbour.ExampleId).Distinct()];
        var passages = subject.Passages(ids, cancellationToken);
        var scale = new FitAnswers(fit, withContent: true).Method.Scale;
        Parts parts = new();
        found?.Invoke(Result());
        var rows = _mlContext.Data.LoadFromEnumerable(passages.Values);
        parts = new()
        {
            Shares = WherePossible(() => Shares(asked, rows), warn),
            Asking = ByQueryTokens ? WherePossible(() => QueryShares(view, rows), warn) : [],
            Layers = ByLayers ? Layers(asked, rows) : [],
            Words = ByWords ? Words(query) : null,
            QueryTokens = ByQueryTokens ? subject.TokenTexts(query.Block.InputIds) : [],
        };
        var answer = Result();
        if (Apart(answer) is { } apart)
        {
            warn(apart);
        }

        return answer;

        AskResult Result() =>
            new(
                fit.Name,
                query.Prompt,
                query.Completion,
                query.Block.Counts.Count(counts => !counts),
                scale.Meaning,
                scale.Unit,
                [.. best.Select(Shown)],
                BothSides ? [.. worst.Select(Shown)] : null,
                parts.Words?.Best,
                stages
            );

        AskResult.Passage Shown(Neighbor neighbour)
        {
            var passage = passages[neighbour.ExampleId];
            var share = parts.Shares.GetValueOrDefault(passage.Id);
            return new(
                passage.Id,
                passage.Spans[0].Document,
                passage.Spans[0].Title,
                passage.Spans[0].Offset,
                passage.Place,
                PassageSpan.Of(passage),
                neighbour.Score,
                neighbour.Score / scale.Divisor,
                passage.Text,
                AskResult.Token.Of(passage, subject.Tokenizer, share),
                share?.Sum(part => (double)part),
                parts.Layers.GetValueOrDefault(passage.Id),
                parts.Asking.TryGetValue(passage.Id, out var own)
                    ? AskResult.Token.Of(parts.QueryTokens, query.Block, subject.Tokenizer, own)
                    : null,
                parts.Words?.Ranking.RankOf(passage.Id)
            );
        }
    }

    private (IReadOnlyList<Neighbor> Neighbours, ShortlistResult? Stages) Neighbours(AttributionTransformer asked, IDataView query)
    {
        if (First is null)
        {
            return (TopK.Run(asked, Top), null);
        }

        using var listed = First.Transformer.WithQueries(query);
        var found = TwoStages.Run(listed, asked, subject.View(_mlContext)!, Top, Stages);
        return (found.Neighbors, ShortlistResult.Of(First.Name, fit.Name, Stages, found));
    }

    // The model runs over the passages that are shown.
    private static Dictionary<string, float[]> Shares(AttributionTransformer asked, IDataView rows)
    {
        using var linear = asked.WithScore(ScoreRule.Dot);
        return linear.ScorePositions(rows).ToDictionary(share => share.Id, share => share.Scores[0], StringComparer.Ordinal);
    }

    private Dictionary<string, float[]> QueryShares(IDataView query, IDataView rows)
    {
        using var linear = fit.Transformer.WithScore(ScoreRule.Dot);
        var shares = linear.ScoreQueryPositions(query, rows).Single().Scores;
        return rows.GetColumn<string>(nameof(TextQuery.Block.Id))
            .Zip(shares)
            .ToDictionary(share => share.First, share => share.Second, StringComparer.Ordinal);
    }

    private static Dictionary<string, IReadOnlyList<AskResult.Layer>> Layers(AttributionTransformer asked, IDataView rows)
    {
        var prefix = $"{asked.Options.ScoreColumn}.";
        var scored = asked.Transform(rows);
        var columns = scored.Schema.Where(column => column.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var scores = columns.ConvertAll(column =>
            scored.GetColumn<VBuffer<float>>(column.Name).Select(values => values.GetItemOrDefault(0)).ToList()
        );
        return rows.GetColumn<string>(nameof(TextQuery.Block.Id))
            .Index()
            .ToDictionary(
                row => row.Item,
                IReadOnlyList<AskResult.Layer> (row) =>
                    [.. columns.Zip(scores, (column, values) => new AskResult.Layer(column.Name[prefix.Length..], values[row.Index]))],
                StringComparer.Ordinal
            );
    }

    private WordSearch Words(TextQuery query)
    {
        Dictionary<string, IReadOnlyList<int>> queries = new() { [query.Block.Id] = query.Block.InputIds };
        return WordSearch.Of(fit, queries, Top, cancellationToken)[query.Block.Id];
    }

    // What was stored of gradients may be a small part of them; shares are those of the whole.
    private string? Apart(AskResult answer)
    {
        if (fit.Transformer.Options is not LorifOptions { Score: ScoreRule.Dot } options)
        {
            return null;
        }

        double[] ratios =
        [
            .. answer
                .Passages.Concat(answer.Opponents ?? [])
                .Where(passage => passage is { Unrounded: not null, Score: not 0 })
                .Select(passage => passage.Unrounded!.Value / passage.Score)
                .Where(ratio => ratio is > MostApart or < 1 / MostApart),
        ];
        return ratios.Length == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The tokens of {CountText.Of(ratios.Length, "passage")} add up to another score than the one that ranks{Furthest(ratios)}: at factor-rank {options.FactorRank} little of those gradients was kept. Fit with a greater one (--set factor-rank={4 * options.FactorRank})."
            );
    }

    // A multiple that a reader can picture; of another sign it says nothing.
    private static string Furthest(double[] ratios) =>
        Array.Exists(ratios, ratio => ratio < 0)
            ? ", some of another sign"
            : string.Create(CultureInfo.InvariantCulture, $", such as {ratios.MaxBy(ratio => Math.Abs(Math.Log(ratio))):0.##} times it");

    // Methods without shares by token show none.
    private static Dictionary<string, float[]> WherePossible(Func<Dictionary<string, float[]>> find, Action<string> warn)
    {
        try
        {
            return find();
        }
        catch (NotSupportedException exception)
        {
            warn(exception.Message);
            return [];
        }
    }

    // What scores come from: shares of tokens, of the query's tokens and of modules, by the id of the passage.
    private sealed record Parts
    {
        public Dictionary<string, float[]> Shares { get; init; } = [];

        public Dictionary<string, float[]> Asking { get; init; } = [];

        public Dictionary<string, IReadOnlyList<AskResult.Layer>> Layers { get; init; } = [];

        public WordSearch? Words { get; init; }

        public IReadOnlyList<string> QueryTokens { get; init; } = [];
    }
}
