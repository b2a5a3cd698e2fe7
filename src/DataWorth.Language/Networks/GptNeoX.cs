using DataWorth.Models.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>GPT-NeoX (Black et al. 2022, arXiv:2204.06745) and Pythia, with the names of Hugging Face checkpoints: tokens [B, T] of type
/// Int64 to logits [B, T, V].</summary>
/// <remarks><see cref="Initialize"/> draws normal weights of standard deviation 0.02, those of the branch outputs with 0.02 / √(2
/// layers).</remarks>
public sealed class GptNeoX : LanguageModel
{
    [ComponentName(Name = "embed_in")]
    private readonly Embedding _tokens;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<GptNeoXBlock> _blocks;

    [ComponentName(Name = "final_layer_norm")]
    private readonly LayerNorm _norm;

    [ComponentName(Name = "embed_out")]
    private readonly nn.Module<Tensor, Tensor> _head;

    /// <summary>Creates the network with random weights.</summary>
    /// <param name="options">Shape; null for Pythia of 70 million parameters.</param>
    /// <param name="type">Element type of the weights; null for float32.</param>
    /// <param name="device">Where they lie; null for the processor.</param>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with another.</exception>
    public GptNeoX(GptNeoXOptions? options = null, ScalarType? type = null, Device? device = null)
        : base(nameof(GptNeoX))
    {
        Options = options ?? new GptNeoXOptions();
        Options.Validate();
        Rotary = Options.TurnedFeatures == 0 ? null : new(Options.TurnedFeatures, Options.Theta, Options.Scaling);
        var element = type ?? ScalarType.Float32;
        _tokens = nn.Embedding(Options.VocabularySize, Options.Width, device: device, dtype: element);
        _blocks = new([.. Enumerable.Range(0, Options.Layers).Select(layer => new GptNeoXBlock(Options, layer, element, device))]);
        _norm = nn.LayerNorm(Options.Width, Options.NormEpsilon, device: device, dtype: element);
        _head = Options.HasTiedHead
            ? new TiedHead(_tokens)
            : new Projection(Options.Width, Options.VocabularySize, hasBias: false, element, device);
        RegisterComponents();
    }

    /// <summary>The shape.</summary>
    public GptNeoXOptions Options { get; }

    /// <inheritdoc/>
    public override LanguageModelOptions Shape => Options;

    /// <inheritdoc/>
    public override long VocabularySize => Options.VocabularySize;

    /// <inheritdoc/>
    public override long Positions => Options.Positions;

    /// <inheritdoc/>
    /// <remarks>Sums (one where branches are parallel), two norms, turned queries and keys, what attention gives and the same joined; the
    /// activation, and the steps of that by tanh.</remarks>
    protected override long KeptNumbers =>
        ((Options.IsParallel ? 7 : 8) * Options.Width) + ((Options.Gelu == GeluKind.Exact ? 1 : 6) * Options.InnerWidth);

    /// <inheritdoc/>
    public override int Layers => Options.Layers;

    /// <inheritdoc/>
    public override Tensor TokenTable => _tokens.get_parameter("weight")!;

    /// <inheritdoc/>
    protected override nn.Module<Tensor, Tensor> Head => _head;

    /// <inheritdoc/>
    protected override RotaryPositions? Rotary { get; }

    /// <inheritdoc/>
    public override void Initialize(ParameterFiller filler) =>
        InitialWeights.Fill(this, filler, ["attention.dense.weight", "dense_4h_to_h.weight"], name => name.Contains("norm"));

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
