using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Texts of which only the number of tokens is known, and the shape of a language model: what a plan needs, and no more.</summary>
internal sealed class ImaginedTexts : FitSubject
{
    // Bytes that are kept of a token of about four characters.
    private const int KeptOfToken = 8;

    private readonly TextOrigin _origin;
    private readonly LanguageModel _shape;

    /// <summary>Makes the shape of the model; no weight is read.</summary>
    /// <param name="origin">How texts become blocks, and where the configuration of the model is.</param>
    /// <param name="tokens">Tokens of the texts.</param>
    public ImaginedTexts(TextOrigin origin, long tokens)
    {
        _origin = origin;
        _shape = origin.Folder.Shape(origin.Model);
        Task = new LanguageModelingTask(_shape, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
        Count = Blocks(tokens);
    }

    /// <inheritdoc/>
    public override FitOrigin Origin => _origin;

    /// <inheritdoc/>
    public override torch.nn.Module Network => _shape;

    /// <inheritdoc/>
    public override AttributionTask Task { get; }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    public override bool KeepsRows => true;

    /// <inheritdoc/>
    public override long KeptBytes => KeptOfToken * Count * _origin.Blocks.Length;

    /// <inheritdoc/>
    public override string DataDigest => $"imagined {Count}";

    /// <inheritdoc/>
    public override long ActivationBytes(int examples) => _shape.ActivationBytes(examples, _origin.Blocks.Length);

    /// <inheritdoc/>
    public override double Operations => _shape.Operations(_origin.Blocks.Length);

    /// <inheritdoc/>
    public override (string Answer, string Label) Headings => ("text", "from");

    /// <inheritdoc/>
    public override QueryFacts Inspect(TypedData data, FitRequest request)
    {
        var tokens = data.Bind(new ImaginedOptions(), TextOrigin.ImaginedGroup).Tokens;
        return tokens is { } number
            ? new($"imagined {number}", Blocks(number), HasLabels: false, [])
            : throw new UserErrorException("The training texts are imagined, and so must the queries be: give 'queries.imagined-tokens'.");
    }

    /// <inheritdoc/>
    public override IDataView? View(MLContext mlContext) => throw OnlyPlanned();

    /// <inheritdoc/>
    public override SubjectFacts Describe(int batchSize, CancellationToken cancellationToken) => throw OnlyPlanned();

    /// <inheritdoc/>
    public override AskedRows Ask(
        TypedData data,
        bool explainsLabels,
        int batchSize,
        bool withContent,
        FitRequest request,
        IReadOnlyList<Prediction>? predictions = null
    ) => throw OnlyPlanned();

    /// <inheritdoc/>
    public override CandidateRows OpenCandidates(TypedData data, FitRequest request) => throw OnlyPlanned();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, ReportExample> Examples(
        IReadOnlyCollection<string> ids,
        bool withContent,
        CancellationToken cancellationToken
    ) => throw OnlyPlanned();

    /// <inheritdoc/>
    public override IReadOnlyList<ReportSuspect> Suspects(AttributionTransformer fit, int count, bool withContent) => throw OnlyPlanned();

    /// <summary>Says that nothing can be computed.</summary>
    public static UserErrorException OnlyPlanned() =>
        new("These texts are imagined ('data.imagined-tokens'): they can be planned with, but not run. Give 'data.path' real texts.");

    private long Blocks(long tokens) => (tokens + _origin.Blocks.Length - 1) / _origin.Blocks.Length;
}
