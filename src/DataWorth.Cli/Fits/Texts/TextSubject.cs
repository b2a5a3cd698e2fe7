using System.Globalization;
using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Configuration;
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

    // Bytes that are kept of a byte of text, about: itself, and four for each token, of which there are one in three to five bytes.
    private const int KeptShare = 3;

    private readonly TextSource? _source;
    private readonly Lazy<string> _digest;
    private TextOrigin _origin;
    private StoredBlocks? _kept;
    private Bm25Index? _words;
    private TextCensus? _census;
    private FitRequest? _request;

    /// <summary>Takes ownership of the model and of the blocks.</summary>
    /// <param name="origin">What they are.</param>
    /// <param name="source">The texts; null where they are not asked for, or are kept.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="model">The model.</param>
    /// <param name="kept">The blocks of the texts, where a store has them.</param>
    public TextSubject(TextOrigin origin, TextSource? source, TextTokenizer tokenizer, LanguageModel model, StoredBlocks? kept = null)
    {
        (_origin, _source, _kept, Tokenizer, Model) = (origin, source, kept, tokenizer, model);
        _digest = new(() => TextFiles.Digest(Source));
        Task = new LanguageModelingTask(Model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
    }

    /// <summary>Texts and model of a fit that is to be made; the blocks are those that an earlier fit left in the store, where it did.</summary>
    /// <param name="origin">What they are.</param>
    /// <param name="source">The texts.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">What the command knows besides.</param>
    public static TextSubject ToFit(TextOrigin origin, TextSource source, TextTokenizer tokenizer, LanguageModel model, FitRequest request)
    {
        TextSubject subject = new(origin, source, tokenizer, model) { _request = request };
        if (request.Store is { } store && StoredBlocks.TryOpen(store, subject.KeptKey.ToKey(StoredBlocks.Kind)) is { } kept)
        {
            subject.Take(kept);
        }

        return subject;
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
    public override long Count => _source is null && _kept is not null ? _kept.Count : Census.Blocks;

    /// <inheritdoc/>
    public override long ActivationBytes(int examples) => Model.ActivationBytes(examples, _origin.Blocks.Length);

    /// <inheritdoc/>
    public override double Operations => Model.Operations(_origin.Blocks.Length);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notices =>
        _source is null
            ? []
            :
            [
                .. TextFiles.Notices(_source),
                .. Census.Notices,
                .. _origin.Gpt is null ? ModelFolder.Notices(_origin.Model, _origin.Folder) : [],
            ];

    /// <inheritdoc/>
    public override void TakeWeights(string weights, IArtifactStore store)
    {
        StoredModel.Load(Model, store, weights);
        _origin = _origin with { Weights = weights };
    }

    /// <inheritdoc/>
    public override string DataDigest => _digest.Value;

    /// <inheritdoc/>
    public override bool KeepsRows => true;

    /// <inheritdoc/>
    public override long KeptBytes => _kept is null ? KeptShare * Source.Files.Sum(path => new FileInfo(path).Length) : 0;

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

    // One pass over the texts, for all that has to be known before something is computed.
    private TextCensus Census
    {
        get
        {
            if (_census is null)
            {
                using var stage = TextStage.Begin(_request?.Display ?? ProgressDisplay.None, "read texts", Source);
                var census = TextCensus.Of(
                    Source,
                    documents => _kept is null ? Encode(documents) : documents.SelectMany(_ => (TokenBlock[])[]).Concat(_kept),
                    stage,
                    _request?.CancellationToken ?? default
                );
                stage.End();
                RequireLoss(census, _origin.DataPath);
                _census = census;
            }

            return _census;
        }
    }

    private IEnumerable<TokenBlock> Blocks => _kept ?? (IEnumerable<TokenBlock>)Encoded;

    private TokenBlocks Encoded => Encode(Source);

    private TokenBlocks Encode(IEnumerable<TextDocument> documents) => _origin.BlocksOf(documents, Tokenizer);

    private TextSource Source => _source ?? throw new InvalidOperationException("The training texts were not asked for.");

    private bool HasBlocks => (_kept ?? (object?)_source) is not null;

    // What decides the blocks.
    private FingerprintBuilder KeptKey =>
        new FingerprintBuilder()
            .Add("files", DataDigest)
            .Add("reading", JsonSerializer.Serialize(_origin.Data with { Path = "" }, OptionsJson.Default))
            .Add("blocks", _origin.Blocks.ToString())
            .Add("corpus", _origin.Corpus)
            .Add("tokenizer", _origin.TokenizerText);

    /// <inheritdoc/>
    public override IDataView? View(MLContext mlContext) => HasBlocks ? mlContext.Data.LoadFromEnumerable(Blocks) : null;

    /// <inheritdoc/>
    public override ArtifactKey Keep(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (_kept is null)
        {
            using var stage = display.Begin("texts", "passages", Count);
            var kept = StoredBlocks.Keep(store, KeptKey, Encoded, made => stage.Report(made), cancellationToken);
            if (TextFiles.Digest(Source) != DataDigest)
            {
                kept.Dispose();
                ArtifactCatalog.Remove(store, KeptKey.ToKey(StoredBlocks.Kind));
                throw new UserErrorException(
                    $"The texts of '{_origin.DataPath}' were changed while they were read. Try again when they rest."
                );
            }

            Take(kept);
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

        var (encoded, source) = Open(data);
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
    public IReadOnlyDictionary<string, TokenBlock> Passages(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (!HasBlocks)
        {
            return new Dictionary<string, TokenBlock>();
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return (_kept?.Find(wanted) ?? Blocks.Where(block => wanted.Contains(block.Id)).Take(wanted.Count))
            .TakeWhile(_ => !cancellationToken.IsCancellationRequested)
            .ToDictionary(block => block.Id, StringComparer.Ordinal);
    }

    /// <summary>The training passages by their words; read when it is first asked for.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public Bm25Index Index(CancellationToken cancellationToken) => _words ??= new(Blocks, cancellationToken: cancellationToken);

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
        _kept?.Dispose();
        base.Dispose();
    }

    private void Take(StoredBlocks kept)
    {
        _kept = kept;
        _origin = _origin with { Passages = KeptKey.ToKey(StoredBlocks.Kind).ToString() };
    }

    private static void RequireLoss(TextCensus census, string path)
    {
        if (census.Blocks == 0)
        {
            throw new UserErrorException($"'{path}' has no text: all of its documents are empty.");
        }

        if (census.Counted == 0)
        {
            throw new UserErrorException(
                $"The loss counts none of the {CountText.Of(census.Tokens, "token")} of '{path}': every document has {TextLoss.Reasons}. Give "
                    + "longer texts, or other fields."
            );
        }
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
