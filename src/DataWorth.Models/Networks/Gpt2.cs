using DataWorth.Models.Training;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>GPT-2 with the names and layouts of Hugging Face checkpoints: tokens [B, T] of type Int64 to logits [B, T, V].</summary>
/// <remarks>
/// Position t sees the positions up to t, so that sequences padded at the end need no mask: leave their padding out of the loss.
/// <see cref="Initialize"/> draws normal weights of standard deviation 0.02, those of the branch outputs with 0.02 / √(2 layers).
/// </remarks>
public sealed class Gpt2 : nn.Module<Tensor, Tensor>, ISeededNetwork
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
    /// <exception cref="ArgumentException">The width is not a multiple of the number of heads, or an option is out of range.</exception>
    public Gpt2(Gpt2Options? options = null)
        : base(nameof(Gpt2))
    {
        Options = options ?? new Gpt2Options();
        Options.Validate();
        _tokens = nn.Embedding(Options.VocabularySize, Options.Width);
        _positions = nn.Embedding(Options.Positions, Options.Width);
        _dropout = nn.Dropout(Options.EmbeddingDropout ?? Options.Dropout);
        _blocks = new ModuleList<Gpt2Block>([.. Enumerable.Range(0, Options.Layers).Select(_ => new Gpt2Block(Options))]);
        _norm = nn.LayerNorm(Options.Width, Options.NormEpsilon);
        _head = Options.HasTiedHead ? new TiedHead(_tokens) : nn.Linear(Options.Width, Options.VocabularySize, hasBias: false);
        RegisterComponents();
    }

    /// <summary>The shape.</summary>
    public Gpt2Options Options { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [B, T], longer than the positions of the model, or has a token outside the
    /// vocabulary.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _head.call(Hidden(input)).MoveToOuterDisposeScope(); // [B, T, V]
    }

    /// <summary>Computes the hidden states before the output layer: tokens [B, T] to [B, T, E].</summary>
    /// <param name="tokens">Tokens, [B, T], type Int64.</param>
    /// <exception cref="ArgumentException">The input is not [B, T], longer than the positions of the model, or has a token outside the
    /// vocabulary.</exception>
    public Tensor Hidden(Tensor tokens)
    {
        if (tokens.ndim != 2)
        {
            Throw.NotTokens(tokens.shape);
        }

        if (tokens.dtype is not (ScalarType.Int64 or ScalarType.Int32))
        {
            Throw.TokensOfAnotherType(tokens.dtype);
        }

        var length = tokens.shape[1];
        if (length > Options.Positions)
        {
            Throw.TooManyPositions(length, Options.Positions);
        }

        // Without values on the meta device.
        if (tokens.device_type != DeviceType.META && DataChecks.Outside(tokens, Options.VocabularySize) is { } place)
        {
            var token = tokens[place.Row][place.Position].to(ScalarType.Int64).item<long>();
            Throw.TokenOutside($"{place.Row} of the batch", token, place.Position, Options.VocabularySize);
        }

        using var scope = NewDisposeScope();
        var places = arange(0, length, 1, ScalarType.Int64, tokens.device);
        var hidden = _dropout.call(_tokens.call(tokens) + _positions.call(places));
        foreach (var block in _blocks)
        {
            hidden = block.call(hidden);
        }

        return _norm.call(hidden).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Initialize(ParameterFiller filler)
    {
        var branch = 0.02 / Math.Sqrt(2.0 * Options.Layers);
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("c_proj.weight", StringComparison.Ordinal))
            {
                filler.Normal(name, parameter, branch);
            }
            else if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                filler.Constant(parameter, 0);
            }
            else if (name.StartsWith("ln_f", StringComparison.Ordinal) || name.Contains(".ln_"))
            {
                filler.Constant(parameter, 1);
            }
            else
            {
                filler.Normal(name, parameter, 0.02);
            }
        }
    }
}
