using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Retrieval;
using DataWorth.Language.Tokenizers;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Texts, and a language model with its tokenizer.</summary>
internal sealed class TextSubject : FitSubject
{
    // Blocks by which the loss is estimated at a fit.
    private const int Sampled = 32;

    private readonly TextSource? _source;
    private TextOrigin _origin;
    private long? _count;

    /// <summary>Takes ownership of the model.</summary>
    /// <param name="origin">What they are.</param>
    /// <param name="source">The texts; null where they are not asked for.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="model">The model.</param>
    public TextSubject(TextOrigin origin, TextSource? source, TextTokenizer tokenizer, LanguageModel model)
    {
        (_origin, _source, Tokenizer, Model) = (origin, source, tokenizer, model);
        Task = new LanguageModelingTask(Model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <inheritdoc/>
    public override FitOrigin Origin => _origin;

    /// <inheritdoc/>
    public override torch.nn.Module Network => Model;

    /// <inheritdoc/>
    public override AttributionTask Task { get; }

    /// <inheritdoc/>
    public override string Measured => "log-probability of its text";

    /// <inheritdoc/>
    public override (string Answer, string Label) Headings => ("text", "from");

    /// <inheritdoc/>
    public override long Count =>
        _count ??= Blocks.LongCount() is > 0 and var count
            ? count
            : throw new UserErrorException($"'{_origin.DataPath}' has no text: all of its documents are empty.");

    /// <inheritdoc/>
    public override double Operations => Model.Operations(_origin.Blocks.Length);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notices => TextFiles.Notices(Source);

    /// <inheritdoc/>
    public override void TakeWeights(string weights, IArtifactStore store)
    {
        StoredModel.Load(Model, store, weights);
        _origin = _origin with { Weights = weights };
    }

    /// <inheritdoc/>
    public override string DataDigest => TextFiles.Digest(Source);

    private TokenBlocks Blocks => new(_origin.Corpus, Source, Tokenizer, _origin.Blocks);

    private TextSource Source => _source ?? throw new InvalidOperationException("The training texts were not asked for.");

    /// <inheritdoc/>
    public override IDataView? View(MLContext mlContext) => _source is null ? null : mlContext.Data.LoadFromEnumerable(Blocks);

    /// <inheritdoc/>
    public override StoredTraining? Train(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (_origin.Gpt is null)
        {
            return null;
        }

        var made = TrainedGpt.Train(Model, _origin, Blocks, store, display, cancellationToken);
        _origin = _origin with { Weights = made.Key.ToString() };
        return made;
    }

    /// <inheritdoc/>
    public override SubjectFacts Describe(int batchSize, CancellationToken cancellationToken)
    {
        var (loss, tokens) = Loss(Blocks.Take(Sampled), cancellationToken);
        var chance = Math.Log(Model.VocabularySize);
        return new()
        {
            Data =
                $"{CountText.Of(Count, "block")} of up to {_origin.Blocks.Length} tokens, {CountText.Of(Source.Files.Count, "file")}"
                + (_origin.Blocks.IsPacked ? "" : ", documents apart"),
            Quality = string.Create(
                CultureInfo.InvariantCulture,
                $"loss {loss:0.000} per token on the first {CountText.Of(tokens, "token")} (chance {chance:0.000})"
            ),
            TokenLoss = loss,
            Weights = WeightsText(),
            Warnings =
            [
                .. loss > chance
                    ?
                    [
                        "The model finds these texts less probable than chance: perhaps model and tokenizer do not belong together, or the "
                            + "texts are of another kind.",
                    ]
                    : Array.Empty<string>(),
                .. TextFiles.Notices(Source),
            ],
        };
    }

    /// <inheritdoc/>
    public override AskedRows Ask(
        TypedData data,
        bool explainsLabels,
        int batchSize,
        bool withContent,
        FitRequest request,
        IReadOnlyList<Prediction>? predictions = null
    )
    {
        if (explainsLabels)
        {
            throw new UserErrorException("Texts have no labels: of a text its own words are explained. Leave --explain out.");
        }

        var (blocks, source) = Open(data);
        var tokens = blocks.ToDictionary(block => block.Id, block => (IReadOnlyList<int>)block.InputIds, StringComparer.Ordinal);
        string[] ids = [.. tokens.Keys];
        var passages = Passage.Find(blocks, source, ids, request.CancellationToken);
        return new(
            new MLContext(seed: 0).Data.LoadFromEnumerable(blocks),
            [
                .. ids.Select(id => new ReportQuery
                {
                    Id = id,
                    Content = new() { Text = passages[id].Text },
                    Proponents = [],
                    Opponents = [],
                }),
            ],
            [],
            TextFiles.Notices(source)
        )
        {
            Tokens = tokens,
        };
    }

    /// <inheritdoc/>
    public override QueryFacts Inspect(TypedData data, FitRequest request)
    {
        var (blocks, source) = Open(data);
        return new(TextFiles.Digest(source), blocks.LongCount(), HasLabels: false, TextFiles.Notices(source));
    }

    /// <inheritdoc/>
    public override CandidateRows OpenCandidates(TypedData data, FitRequest request)
    {
        var (blocks, source) = Open(data);
        var (ids, places) = (new List<string>(), new List<string>());
        foreach (var block in blocks)
        {
            ids.Add(block.Id);
            places.Add(Passage.PlaceOf(block.Spans.MaxBy(span => span.Text.Length)!));
        }

        return new(new MLContext(seed: 0).Data.LoadFromEnumerable(blocks), ids, places, TextFiles.Notices(source));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, ReportExample> Examples(
        IReadOnlyCollection<string> ids,
        bool withContent,
        CancellationToken cancellationToken
    )
    {
        var passages = Passages(ids, cancellationToken);
        return ids.Distinct()
            .ToDictionary(
                id => id,
                id =>
                    passages.TryGetValue(id, out var passage)
                        ? new ReportExample
                        {
                            Id = id,
                            Label = passage.Place,
                            Content = new() { Text = passage.Text },
                        }
                        : new ReportExample { Id = id }
            );
    }

    /// <summary>Training passages by their ids; none where the texts were not asked for.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyDictionary<string, Passage> Passages(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _source is null ? new Dictionary<string, Passage>() : Passage.Find(Blocks, _source, ids, cancellationToken);

    /// <summary>The training passages by their words.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public Bm25Index Index(CancellationToken cancellationToken) => new(Blocks, cancellationToken: cancellationToken);

    /// <summary>Some blocks of the training texts.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="ids">Their ids.</param>
    public IDataView View(MLContext mlContext, IReadOnlyCollection<string> ids) =>
        mlContext.Data.LoadFromEnumerable(Blocks.Where(block => ids.Contains(block.Id)).ToList()); // the texts are encoded once, not once a pass

    /// <summary>Prompts of the model.</summary>
    public TextPrompts Prompts => new(Model, Tokenizer);

    /// <summary>The characters of each token of a sequence; those of a character that lies in several tokens come with the last.</summary>
    /// <param name="tokens">The tokens.</param>
    public IReadOnlyList<string> TokenTexts(IReadOnlyList<int> tokens)
    {
        List<string> texts = [];
        for (var (count, before) = (1, ""); count <= tokens.Count; count++)
        {
            var text = Tokenizer.Decode(tokens.Take(count)).TrimEnd('\uFFFD'); // bytes that are no character yet
            texts.Add(text.StartsWith(before, StringComparison.Ordinal) ? text[before.Length..] : "");
            before = text;
        }

        return texts;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReportSuspect> Suspects(AttributionTransformer fit, int count, bool withContent) =>
        throw new NotSupportedException(
            "Texts have no labels that could be wrong, so there are no suspects among them. 'dataworth topk' says which passages are behind a text."
        );

    private string WeightsText()
    {
        if (_origin.Gpt is not null)
        {
            return SubjectFacts.OfCheckpoint;
        }

        var (type, stored) = (_origin.Folder.Type, LanguageModelCheckpoint.StoredType(_origin.Model));
        var is16Bit = stored is torch.ScalarType.BFloat16 or torch.ScalarType.Float16;
        return $"{SubjectFacts.OfCheckpoint} in {Name(type)}"
            + (
                type == stored ? ""
                : is16Bit && type == torch.ScalarType.Float32
                    ? $" (the files have {Name(stored)}; --precision {Name(stored)} takes half the memory and rounds more)"
                : $" (the files have {Name(stored)})"
            )
            + (_origin.Folder.Adapter is { } adapter ? $", adapter '{Path.GetFileName(adapter)}'" : "");

        static string Name(torch.ScalarType type) => type.ToString().ToLowerInvariant();
    }

    // Every document by itself, cut only where it is longer than a block of the fit.
    private (TokenBlocks Blocks, TextSource Source) Open(TypedData data)
    {
        data.RefuseOthers(TextOrigin.Kind);
        var source = TextSource.Open(data.Bind(new TextDataOptions()));
        return (new(_origin.Corpus, source, Tokenizer, _origin.Blocks with { IsPacked = false }), source);
    }

    private (double Loss, long Tokens) Loss(IEnumerable<TokenBlock> blocks, CancellationToken cancellationToken)
    {
        using var off = torch.no_grad();
        var (sum, count) = (0.0, 0L);
        foreach (var block in blocks.Where(block => block.InputIds.Length > 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using ExampleBatch batch = new(
                [block.Id],
                new Dictionary<string, torch.Tensor>
                {
                    [nameof(TokenBlock.InputIds)] = torch.tensor(block.InputIds, [1, block.InputIds.Length]).to(torch.ScalarType.Int64),
                    [nameof(TokenBlock.Counts)] = torch.tensor(block.Counts, [1, block.Counts.Length]),
                }
            );
            sum += Task.Loss(Task.Forward(batch), batch).to_type(torch.ScalarType.Float64).item<double>();
            count += block.Counts.Skip(1).LongCount(counts => counts);
        }

        return (sum / Math.Max(1, count), count);
    }
}
