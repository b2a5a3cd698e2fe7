using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Corpora;
using DataWorth.Language.Retrieval;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>The passages of training texts: encoded from the texts, or as a store keeps them.</summary>
/// <param name="origin">What they are.</param>
/// <param name="source">The texts; null where they are not asked for, or are kept.</param>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="kept">The passages, where a store has them.</param>
/// <param name="request">What the command knows besides; null for nothing.</param>
internal sealed class TrainingTexts(
    TextOrigin origin,
    TextSource? source,
    TextTokenizer tokenizer,
    StoredBlocks? kept = null,
    FitRequest? request = null
) : IDisposable
{
    // Bytes that are kept of a byte of text, about: itself, and four for each token, of which there are one in three to five bytes.
    private const int KeptShare = 3;

    private readonly Lazy<string> _digest = new(() => TextFiles.Digest(Required(source)));
    private StoredBlocks? _kept = kept;
    private TextCensus? _census;
    private Bm25Index? _words;

    /// <summary>The texts; null where they are not asked for, or are kept.</summary>
    public TextSource? Source => source;

    /// <summary>Fingerprint of the files.</summary>
    public string Digest => _digest.Value;

    /// <summary>Number of passages.</summary>
    public long Count => source is null && _kept is not null ? _kept.Count : Census.Blocks;

    /// <summary>Bytes, about, of the passages that are to be kept; 0 where they are.</summary>
    public long KeptBytes => _kept is null ? KeptShare * Required(source).Files.Sum(path => new FileInfo(path).Length) : 0;

    /// <summary>Whether there are any: they were asked for, or are kept.</summary>
    public bool IsThere => (_kept ?? (object?)source) is not null;

    /// <summary>The passages in order.</summary>
    public IEnumerable<TokenBlock> Passages => _kept ?? (IEnumerable<TokenBlock>)Encode(Required(source));

    /// <summary>The passages by their words; read when it is first asked for.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public Bm25Index Words(CancellationToken cancellationToken) => _words ??= new(Passages, cancellationToken: cancellationToken);

    /// <summary>All that has to be known of the texts before something is computed; they are read once.</summary>
    /// <exception cref="UserErrorException">There is nothing that the loss counts.</exception>
    public TextCensus Census
    {
        get
        {
            if (_census is null)
            {
                using var stage = TextStage.Begin(request?.Display ?? ProgressDisplay.None, "read texts", Required(source));
                var census = TextCensus.Of(
                    Required(source),
                    documents => _kept is null ? Encode(documents) : documents.SelectMany(_ => (TokenBlock[])[]).Concat(_kept),
                    stage,
                    request?.CancellationToken ?? default
                );
                stage.End();
                RequireLoss(census);
                _census = census;
            }

            return _census;
        }
    }

    // What decides the passages.
    private FingerprintBuilder KeptKey =>
        new FingerprintBuilder()
            .Add("files", Digest)
            .Add("reading", JsonSerializer.Serialize(origin.Data with { Path = "" }, OptionsJson.Default))
            .Add("blocks", origin.Blocks.ToString())
            .Add("corpus", origin.Corpus)
            .Add("tokenizer", origin.TokenizerText);

    /// <summary>Takes the passages that an earlier fit left in a store, where it did.</summary>
    /// <param name="store">The store.</param>
    /// <returns>Their key; null where they are not there.</returns>
    public ArtifactKey? TryTake(IArtifactStore store)
    {
        var key = KeptKey.ToKey(StoredBlocks.Kind);
        _kept = StoredBlocks.TryOpen(store, key);
        return _kept is null ? null : key;
    }

    /// <summary>Keeps the passages in a store, and takes them from there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their key.</returns>
    /// <exception cref="UserErrorException">The texts were changed meanwhile.</exception>
    public ArtifactKey Keep(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        var key = KeptKey.ToKey(StoredBlocks.Kind);
        using var stage = display.Begin("texts", "passages", Count);
        var made = StoredBlocks.Keep(store, KeptKey, Encode(Required(source)), done => stage.Report(done), cancellationToken);
        if (TextFiles.Digest(Required(source)) != Digest)
        {
            made.Dispose();
            ArtifactCatalog.Remove(store, key);
            throw new UserErrorException($"The texts of '{origin.DataPath}' were changed while they were read. Try again when they rest.");
        }

        _kept = made;
        return key;
    }

    /// <summary>Passages by their ids; none where there are none.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyDictionary<string, TokenBlock> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            return new Dictionary<string, TokenBlock>();
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return (_kept?.Find(wanted) ?? Passages.Where(block => wanted.Contains(block.Id)).Take(wanted.Count))
            .TakeWhile(_ => !cancellationToken.IsCancellationRequested)
            .ToDictionary(block => block.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _kept?.Dispose();

    private static TextSource Required(TextSource? texts) =>
        texts ?? throw new InvalidOperationException("The training texts were not asked for.");

    private TokenBlocks Encode(IEnumerable<TextDocument> documents) => origin.BlocksOf(documents, tokenizer);

    private void RequireLoss(TextCensus census)
    {
        if (census.Blocks == 0)
        {
            throw new UserErrorException($"'{origin.DataPath}' has no text: all of its documents are empty.");
        }

        if (census.Counted == 0)
        {
            throw new UserErrorException(
                $"The loss counts none of the {CountText.Of(census.Tokens, "token")} of '{origin.DataPath}': every document has "
                    + $"{TextLoss.Reasons}. Give longer texts, or other fields."
            );
        }
    }
}
