using DataWorth.Models.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>GPT-2 with the names and layouts of Hugging Face checkpoints: tokens [B, T] of type Int64 to logits [B, T, V].</summary>
/// <remarks><see cref="Initialize"/> draws normal weights of standard deviation 0.02, those of the branch outputs with 0.02 / √(2 layers).</remarks>
public sealed class Gpt2 : LanguageModel
{
    [ComponentName(Name = "wte")]
    private readonly Embedding _tokens;

    [ComponentName(Name = "wpe")]
    private readonly Embedding _positions;

    [ComponentName(Name = "drop")]
    private readonly Dropout _dropout;

    [ComponentName(Name = "h")]
    private readonly ModuleList<Gpt2Block> _blocks;

    [ComponentName(Name = "ln_f")]
    private readonly LayerNorm _norm;

    [ComponentName(Name = "lm_head")]
    private readonly nn.Module<Tensor, Tensor> _head;

    /// <summary>Creates the network with random weights.</summary>
    /// <param name="options">Shape; null for GPT-2 small.</param>
    /// <param name="type">Element type of the weights; null for float32.</param>
    /// <param name="device">Where they lie; null for the processor.</param>
    /// <exception cref="ArgumentException">The width is not a multiple of the number of heads, or an option is out of range.</exception>
    public Gpt2(Gpt2Options? options = null, ScalarType? type = null, Device? device = null)
        : base(nameof(Gpt2))
    {
        Options = options ?? new Gpt2Options();
        Options.Validate();
        var element = type ?? ScalarType.Float32;
        _tokens = nn.Embedding(Options.VocabularySize, Options.Width, device: device, dtype: element);
        _positions = nn.Embedding(Options.Positions, Options.Width, device: device, dtype: element);
        _dropout = nn.Dropout(Options.EmbeddingDropout ?? Options.Dropout);
        _blocks = new([.. Enumerable.Range(0, Options.Layers).Select(layer => new Gpt2Block(Options, layer, element, device))]);
        _norm = nn.LayerNorm(Options.Width, Options.NormEpsilon, device: device, dtype: element);
        _head = Options.HasTiedHead
            ? new TiedHead(_tokens)
            : new Projection(Options.Width, Options.VocabularySize, hasBias: false, element, device);
        RegisterComponents();
    }

    /// <summary>The shape.</summary>
    public Gpt2Options Options { get; }

    /// <inheritdoc/>
    public override LanguageModelOptions Shape => Options;

    /// <inheritdoc/>
    public override long VocabularySize => Options.VocabularySize;

    /// <inheritdoc/>
    public override long Positions => Options.Positions;

    /// <inheritdoc/>
    /// <remarks>Two sums, two norms, what attention gives and the same joined; the activation, and the steps of that by tanh.</remarks>
    protected override long KeptNumbers =>
        (6 * Options.Width) + ((Options.Gelu == GeluKind.Exact ? 1 : 6) * (Options.InnerWidth ?? 4 * Options.Width));

    /// <inheritdoc/>
    public override int Layers => Options.Layers;

    /// <inheritdoc/>
    public override Tensor TokenTable => _tokens.get_parameter("weight")!;

    /// <inheritdoc/>
    protected override nn.Module<Tensor, Tensor> Head => _head;

    /// <inheritdoc/>
    protected override Tensor Run(Tensor tokens, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var places = arange(context.Start, context.Start + context.Length, 1, ScalarType.Int64, tokens.device);
        var hidden = _dropout.call(_tokens.call(tokens) + _positions.call(places));
        foreach (var block in _blocks)
        {
            hidden = block.call(hidden, context);
        }

        return _norm.call(hidden).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Initialize(ParameterFiller filler) =>
        InitialWeights.Fill(this, filler, ["c_proj.weight"], name => name.Contains("ln_"));
}
