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

    private readonly TrainingTexts _texts;
    private TextOrigin _origin;

    /// <summary>Takes ownership of the model and of the blocks.</summary>
    /// <param name="origin">What they are.</param>
    /// <param name="source">The texts; null where they are not asked for, or are kept.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="model">The model.</param>
    /// <param name="kept">The blocks of the texts, where a store has them.</param>
    public TextSubject(TextOrigin origin, TextSource? source, TextTokenizer tokenizer, LanguageModel model, StoredBlocks? kept = null)
        : this(origin, new TrainingTexts(origin, source, tokenizer, kept), tokenizer, model) { }

    private TextSubject(TextOrigin origin, TrainingTexts texts, TextTokenizer tokenizer, LanguageModel model)
    {
        (_origin, _texts, Tokenizer, Model) = (origin, texts, tokenizer, model);
        Task = new LanguageModelingTask(Model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
    }

    /// <summary>Texts and model of a fit that is to be made; the passages are those that an earlier fit left in the store, where it did.</summary>
    /// <param name="origin">What they are.</param>
    /// <param name="source">The texts.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">What the command knows besides.</param>
    public static TextSubject ToFit(TextOrigin origin, TextSource source, TextTokenizer tokenizer, LanguageModel model, FitRequest request)
    {
        TrainingTexts texts = new(origin, source, tokenizer, request: request);
        var kept = request.Store is { } store ? texts.TryTake(store) : null;
        return new(origin with { Passages = kept?.ToString() }, texts, tokenizer, model);
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
    public override long Count => _texts.Count;

    /// <inheritdoc/>
    public override long ActivationBytes(int examples) => Model.ActivationBytes(examples, _origin.Blocks.Length);

    /// <inheritdoc/>
    public override double Operations => Model.Operations(_origin.Blocks.Length);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notices =>
        _texts.Source is not { } source
            ? []
            :
            [
                .. TextFiles.Notices(source),
                .. _texts.Census.Notices,
                .. _origin.Gpt is null ? ModelFolder.Notices(_origin.Model, _origin.Folder) : [],
            ];

    /// <inheritdoc/>
    public override void TakeWeights(string weights, IArtifactStore store)
    {
        StoredModel.Load(Model, store, weights);
        _origin = _origin with { Weights = weights };
    }

    /// <inheritdoc/>
    public override string DataDigest => _texts.Digest;

    /// <inheritdoc/>
    public override bool KeepsRows => true;

    /// <inheritdoc/>
    public override long KeptBytes => _texts.KeptBytes;

    private static void RequireAsked(int count, int silent, string path)
    {
        if (count == 0)
        {
            throw new UserErrorException($"'{path}' has no text: all of its documents are empty. Give texts to ask about.");
        }

        if (count == silent)
        {
            throw new UserErrorException(
                $"Of '{path}' no token has a loss: every text has {TextLoss.Reasons}. There is nothing to attribute; give other texts."
            );
        }
    }

    /// <inheritdoc/>
    public override IDataView? View(MLContext mlContext) => _texts.IsThere ? mlContext.Data.LoadFromEnumerable(_texts.Passages) : null;

    /// <inheritdoc/>
    public override ArtifactKey Keep(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (_origin.Passages is null)
        {
            _origin = _origin with { Passages = _texts.Keep(store, display, cancellationToken).ToString() };
        }

        return ArtifactKey.Parse(_origin.Passages!);
    }

    /// <inheritdoc/>
    public override StoredTraining? Train(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (_origin.Gpt is null)
        {
            return null;
        }

        var made = TrainedGpt.Train(Model, _origin, _texts.Passages, store, display, cancellationToken);
        _origin = _origin with { Weights = made.Key.ToString() };
        return made;
    }

    /// <inheritdoc/>
    public override SubjectFacts Describe(int batchSize, CancellationToken cancellationToken)
    {
        var (loss, tokens) = Loss(_texts.Passages.Take(Sampled), cancellationToken);
        var chance = Math.Log(Model.VocabularySize);
        return new()
        {
            Data =
                $"{CountText.Of(Count, "block")} of up to {_origin.Blocks.Length} tokens, {CountText.Of(_texts.Source!.Files.Count, "file")}"
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
                .. Notices,
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

        var (encoded, source) = Open(data, isAsked: true);
        TokenBlock[] blocks = [.. encoded];
        string[] silent = [.. blocks.Where(block => !TextLoss.Has(block)).Select(block => block.Id)];
        RequireAsked(blocks.Length, silent.Length, data.Path);
        return new(
            new MLContext(seed: 0).Data.LoadFromEnumerable(blocks),
            [
                .. blocks.Select(block => new ReportQuery
                {
                    Id = block.Id,
                    Content = new() { Text = block.Text },
                    Proponents = [],
                    Opponents = [],
                }),
            ],
            [],
            [
                .. TextFiles.Notices(source),
                .. silent.Length == 0
                    ? Array.Empty<string>()
                    :
                    [
                        $"{Listed.Some(silent)} {(silent.Length == 1 ? "has" : "have")} no token that the loss counts ({TextLoss.Reasons}): "
                            + "nothing is behind such a query.",
                    ],
            ]
        )
        {
            Tokens = blocks.ToDictionary(block => block.Id, block => (IReadOnlyList<int>)block.InputIds, StringComparer.Ordinal),
        };
    }

    /// <inheritdoc/>
    public override QueryFacts Inspect(TypedData data, FitRequest request)
    {
        var (blocks, source) = Open(data, isAsked: true);
        return new("asked " + TextFiles.Digest(source), blocks.LongCount(), HasLabels: false, TextFiles.Notices(source));
    }

    /// <inheritdoc/>
    public override CandidateRows OpenCandidates(TypedData data, FitRequest request)
    {
        var (blocks, source) = Open(data, isAsked: false);
        var (ids, places) = (new List<string>(), new List<string>());
        foreach (var block in blocks)
        {
            ids.Add(block.Id);
            places.Add(block.Place);
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
    public IReadOnlyDictionary<string, TokenBlock> Passages(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _texts.Find(ids, cancellationToken);

    /// <summary>The training passages by their words; read when it is first asked for.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public Bm25Index Index(CancellationToken cancellationToken) => _texts.Words(cancellationToken);

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

    /// <inheritdoc/>
    public override void Dispose()
    {
        _texts.Dispose();
        base.Dispose();
    }

    // Every document by itself, cut only where it is longer than a block of the fit. What is asked about ends with its last word, as in 'ask': the
    // token of the end would be most of the loss.
    private (TokenBlocks Blocks, TextSource Source) Open(TypedData data, bool isAsked)
    {
        data.RefuseOthers(TextOrigin.Kind);
        var source = TextSource.Open(data.Bind(new TextDataOptions()));
        return (
            new(_origin.Corpus, source, Tokenizer, _origin.Blocks with { IsPacked = false, AddsEnd = _origin.Blocks.AddsEnd && !isAsked }),
            source
        );
    }

    private (double Loss, long Tokens) Loss(IEnumerable<TokenBlock> blocks, CancellationToken cancellationToken)
    {
        using var off = torch.no_grad();
        var (sum, count, device) = (0.0, 0L, Model.TokenTable.device);
        foreach (var block in blocks.Where(block => block.InputIds.Length > 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using ExampleBatch batch = new(
                [block.Id],
                new Dictionary<string, torch.Tensor>
                {
                    [nameof(TokenBlock.InputIds)] = torch
                        .tensor(block.InputIds, [1, block.InputIds.Length])
                        .to(torch.ScalarType.Int64, device),
                    [nameof(TokenBlock.Counts)] = torch.tensor(block.Counts, [1, block.Counts.Length], device: device),
                }
            );
            sum += Task.Loss(Task.Forward(batch), batch).to_type(torch.ScalarType.Float64).item<double>();
            count += block.Counts.Skip(1).LongCount(counts => counts);
        }

        return (sum / Math.Max(1, count), count);
    }
}
