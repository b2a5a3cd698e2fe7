using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Curvature;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Retrieval;
using DataWorth.Methods;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>Whether attribution finds what a model has read: a small GPT is trained on texts in which facts were planted, and methods are asked
/// for the passage behind a quoted sentence and for the statements behind an answer.</summary>
/// <remarks>What is right is known here without a retraining. BM25, which knows nothing of the model, is beside them.</remarks>
/// <param name="options">What is trained and asked.</param>
public sealed class MemorisationRun(MemorisationOptions options)
{
    private const int BatchSize = 16;
    private const int Shown = 5;

    /// <summary>Told how far the training is.</summary>
    public IProgress<TrainingProgress>? Training { get; init; }

    /// <summary>Told how far fits and scores are.</summary>
    public IProgress<AttributionProgress>? Attribution { get; init; }

    /// <summary>Stops.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Trains, fits and scores.</summary>
    /// <param name="documents">The texts.</param>
    /// <param name="command">The command, for the result.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the texts have too few sentences.</exception>
    public MemorisationResult Execute(IReadOnlyList<TextDocument> documents, string? command = null)
    {
        options.Validate();
        foreach (var method in options.Methods)
        {
            Prepare(method); // what cannot work is said before anything is trained
        }

        var start = Stopwatch.GetTimestamp();
        MemorisationCorpus corpus = new(documents, options);
        using var model = options.Shape(corpus.Tokenizer.VocabularySize).Create();
        SeededInitialization.Apply(model, options.Seed);
        using var rows = corpus.Blocks.ToTensors();
        var trained = new Trainer(options.Training).Train(model, rows, Training, CancellationToken);
        List<MemorisationScore> scores = [.. options.Methods.SelectMany(method => Score(method, model, corpus)), ScoreWords(corpus)];
        return new(
            command,
            options,
            corpus.Titles,
            corpus.Passages.Count - corpus.Statements,
            corpus.Statements,
            model.parameters().Sum(parameter => parameter.NumberOfElements),
            corpus.Tokenizer.VocabularySize,
            trained.Loss,
            trained.Elapsed.TotalSeconds,
            Recall(model, corpus.Quotes),
            Recall(model, corpus.Facts),
            scores,
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            Environment.ProcessorCount
        );
    }

    private IReadOnlyList<MemorisationScore> Score(string name, LanguageModel model, MemorisationCorpus corpus)
    {
        MLContext mlContext = new(seed: 0);
        var (method, sizes) = Prepare(name);
        using MemoryArtifactStore store = new();
        var attribution = sizes with
        {
            Store = store,
            BatchSize = BatchSize,
            Progress = Attribution,
            CancellationToken = CancellationToken,
        };
        LanguageModelingTask task = new(model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
        using var fit = method.Create(mlContext, task, attribution).Fit(mlContext.Data.LoadFromEnumerable(corpus.Passages));
        var queries = corpus.Quotes.Concat(corpus.Facts).ToList();
        using var asked = fit.WithQueries(mlContext.Data.LoadFromEnumerable(queries.Select(query => query.Block)));
        List<double?> dampings =
        [
            .. method.Curvature == "none" ? new double?[] { null } : options.Dampings.Select(damping => (double?)damping),
        ];
        return
        [
            .. dampings.SelectMany(
                _ => new[] { ScoreRule.Dot, ScoreRule.Relatif },
                (damping, rule) =>
                {
                    var start = Stopwatch.GetTimestamp();
                    using var damped = damping is { } value ? asked.WithDamping(Damping.Relative(value)) : null;
                    using var ruled = (damped ?? asked).WithScore(rule);
                    var (quotes, facts, alike) = Judge(corpus, Scores(ruled, queries.Count));
                    return new MemorisationScore(
                        name,
                        damping,
                        rule.ToString().ToLowerInvariant(),
                        quotes,
                        facts,
                        alike,
                        fit.Summary.StoredBytesPerExample,
                        fit.Summary.FitTime.TotalSeconds,
                        Stopwatch.GetElapsedTime(start).TotalSeconds
                    );
                }
            ),
        ];
    }

    // By query, then by passage.
    private static List<double>[] Scores(AttributionTransformer asked, int queries)
    {
        List<double>[] scores = [.. Enumerable.Range(0, queries).Select(_ => new List<double>())];
        foreach (var part in Stages.Score.Run(asked))
        {
            for (var place = 0; place < part.Scores.Length; place++)
            {
                scores[place % queries].Add(part.Scores[place]);
            }
        }

        return scores;
    }

    // A method with its options; one that draws nothing refuses a seed.
    private (MethodDescription Method, AttributionOptions Options) Prepare(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var method = MethodTable.Get(parts.FirstOrDefault() ?? "");
        var defaults = method.DefaultOptions();
        var values = parts.Skip(1).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[^1]);
        if (OptionsBinder.Describe(defaults).ContainsKey("rank"))
        {
            values.TryAdd("rank", FormattableString.Invariant($"{options.Rank}"));
        }

        var bound = OptionsBinder.Bind(defaults, values);
        bound.Validate();
        try
        {
            var seeded = bound with { Seed = options.Seed };
            seeded.Validate();
            return (method, seeded);
        }
        catch (ArgumentException)
        {
            return (method, bound);
        }
    }

    private static MemorisationScore ScoreWords(MemorisationCorpus corpus)
    {
        var start = Stopwatch.GetTimestamp();
        Bm25Index index = new(corpus.Passages);
        var fitTime = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var queries = corpus.Quotes.Concat(corpus.Facts).ToList();
        var scores = queries.Select(query => index.Rank(query.Block.InputIds)).Select(ranking => index.Ids.Select(ranking.Score).ToList());
        var (quotes, facts, alike) = Judge(corpus, [.. scores]);
        return new("bm25", null, null, quotes, facts, alike, 0, fitTime.TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static (Retrieval Quotes, Retrieval Facts, double Alike) Judge(MemorisationCorpus corpus, IReadOnlyList<List<double>> scores)
    {
        var quotes = corpus.Quotes.Select((query, place) => Retrieval.Ranks(scores[place], query.Rows)).ToList();
        var facts = corpus.Facts.Select((query, place) => Retrieval.Ranks(scores[corpus.Quotes.Count + place], query.Rows)).ToList();
        var others = corpus.Facts.SelectMany(
            (query, place) =>
                scores[corpus.Quotes.Count + place]
                    .Index()
                    .OrderByDescending(entry => entry.Item)
                    .Take(Shown)
                    .Where(entry => !query.Rows.Contains(entry.Index))
                    .Select(entry => corpus.Alike[place].Contains(entry.Index) ? 1.0 : 0)
        );
        return (Retrieval.Of(quotes), Retrieval.Of(facts), others.DefaultIfEmpty(0).Average());
    }

    private static Recollection Recall(LanguageModel model, IReadOnlyList<(TokenBlock Block, IReadOnlyList<int> Rows)> queries)
    {
        using var off = no_grad();
        var (loss, tokens, known) = (0.0, 0L, 0);
        foreach (var (block, _) in queries)
        {
            using var scope = NewDisposeScope();
            var inputs = tensor(block.InputIds, [1, block.InputIds.Length]).to(ScalarType.Int64);
            var places = Enumerable.Range(1, block.InputIds.Length - 1).Where(place => block.Counts[place]).ToArray();
            var logits = model.call(inputs)[0].index_select(0, tensor(places.Select(place => place - 1L).ToArray())); // [K, V]
            var targets = tensor(places.Select(place => (long)block.InputIds[place]).ToArray());
            loss += nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).item<float>();
            tokens += places.Length;
            known += logits.argmax(1).eq(targets).all().item<bool>() ? 1 : 0;
        }

        return new(queries.Count, loss / tokens, (double)known / queries.Count);
    }
}
