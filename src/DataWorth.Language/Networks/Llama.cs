using DataWorth.Models.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Llama (Touvron et al. 2023, arXiv:2302.13971) and its relatives, with the names of Hugging Face checkpoints: tokens [B, T] of
/// type Int64 to logits [B, T, V].</summary>
/// <remarks>Root mean square normalisation, rotary positions, grouped queries, a gated feed-forward part. <see cref="Initialize"/> draws
/// normal weights of standard deviation 0.02, those of the branch outputs with 0.02 / √(2 layers).</remarks>
public sealed class Llama : LanguageModel
{
    [ComponentName(Name = "embed_tokens")]
    private readonly Embedding _tokens;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<LlamaBlock> _blocks;

    [ComponentName(Name = "norm")]
    private readonly RmsNorm _norm;

    [ComponentName(Name = "lm_head")]
    private readonly nn.Module<Tensor, Tensor> _head;

    /// <summary>Creates the network with random weights.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="type">Element type of the weights; null for float32.</param>
    /// <param name="device">Where they lie; null for the processor.</param>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with another.</exception>
    public Llama(LlamaOptions options, ScalarType? type = null, Device? device = null)
        : base(nameof(Llama))
    {
        options.Validate();
        Options = options;
        Rotary = new(options.FeaturesOfAHead, options.Theta, options.Scaling);
        var element = type ?? ScalarType.Float32;
        _tokens = nn.Embedding(options.VocabularySize, options.Width, device: device, dtype: element);
        _blocks = new([.. Enumerable.Range(0, options.Layers).Select(layer => new LlamaBlock(options, layer, element, device))]);
        _norm = new RmsNorm(options.Width, options.NormEpsilon, element, device);
        _head = options.HasTiedHead
            ? new TiedHead(_tokens)
            : new Projection(options.Width, options.VocabularySize, hasBias: false, element, device);
        RegisterComponents();
    }

    /// <summary>The shape.</summary>
    public LlamaOptions Options { get; }

    /// <inheritdoc/>
    public override LanguageModelOptions Shape => Options;

    /// <inheritdoc/>
    public override long VocabularySize => Options.VocabularySize;

    /// <inheritdoc/>
    public override long Positions => Options.Positions;

    /// <inheritdoc/>
    /// <remarks>Two sums, two norms twice (before and after their scale); turned queries, keys and values repeated for all heads, what
    /// attention gives and the same joined; the gate and its product.</remarks>
    protected override long KeptNumbers =>
        (6 * Options.Width)
        + (((Options.KeyValueHeads ?? Options.Heads) == Options.Heads ? 4 : 5) * Options.Heads * Options.FeaturesOfAHead)
        + (2 * Options.InnerWidth);

    /// <inheritdoc/>
    public override int Layers => Options.Layers;

    /// <inheritdoc/>
    public override Tensor TokenTable => _tokens.get_parameter("weight")!;

    /// <inheritdoc/>
    protected override nn.Module<Tensor, Tensor> Head => _head;

    /// <inheritdoc/>
    protected override RotaryPositions Rotary { get; }

    /// <inheritdoc/>
    public override void Initialize(ParameterFiller filler) =>
        InitialWeights.Fill(this, filler, ["o_proj.weight", "down_proj.weight"], name => name.Contains("norm"));

    /// <inheritdoc/>
    protected override Tensor Run(Tensor tokens, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var hidden = _tokens.call(tokens); // [B, T, E]
        foreach (var block in _blocks)
        {
            hidden = block.call(hidden, context);
        }

        return _norm.call(hidden).MoveToOuterDisposeScope();
    }
}
