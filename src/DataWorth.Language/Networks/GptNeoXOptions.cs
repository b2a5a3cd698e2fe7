using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Shape of a <see cref="GptNeoX"/>. The default is Pythia of 70 million parameters.</summary>
public sealed record GptNeoXOptions : LanguageModelOptions
{
    /// <summary>Number of tokens V. Default 50,304.</summary>
    [Description("Tokens of the vocabulary.")]
    [Range(1, int.MaxValue)]
    public long VocabularySize { get; init; } = 50_304;

    /// <summary>Largest number of positions. Default 2,048.</summary>
    [Description("Largest number of positions.")]
    [Range(1, int.MaxValue)]
    public override long Positions { get; init; } = 2_048;

    /// <summary>Width of the hidden states E, a multiple of <see cref="Heads"/>. Default 512.</summary>
    [Description("Width of the hidden states, a multiple of heads.")]
    [Range(1, int.MaxValue)]
    public long Width { get; init; } = 512;

    /// <summary>Inner width of the feed-forward part. Default 2,048.</summary>
    [Description("Inner width of the feed-forward part.")]
    [Range(1, int.MaxValue)]
    public long InnerWidth { get; init; } = 2_048;

    /// <summary>Number of blocks. Default 6.</summary>
    [Description("Blocks.")]
    [Range(0, MostLayers)]
    public int Layers { get; init; } = 6;

    /// <summary>Number of attention heads. Default 8.</summary>
    [Description("Attention heads.")]
    [Range(1, int.MaxValue)]
    public long Heads { get; init; } = 8;

    /// <summary>Share of the features of a head that is turned by its position, within 0 to 1. Default 0.25.</summary>
    [Description("Share of the features of a head that is turned by its position.")]
    [Range(0, 1.0)]
    public double RotaryShare { get; init; } = 0.25;

    /// <summary>Base θ of the rotary positions. Default 10,000.</summary>
    [Description("Base of the rotary positions.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Theta { get; init; } = 10_000;

    /// <summary>Stretching of the rotary positions; null (default) for none.</summary>
    [Description("Stretching of the rotary positions; null for none.")]
    public RotaryScaling? Scaling { get; init; }

    /// <summary>True (default) if attention and feed-forward part both read the block's input; false if the second reads the sum after the
    /// first.</summary>
    [Description("Whether attention and feed-forward part both read the block's input.")]
    public bool IsParallel { get; init; } = true;

    /// <summary>Whether the projections of attention have biases. Default true.</summary>
    [Description("Whether the projections of attention have biases.")]
    public bool HasAttentionBias { get; init; } = true;

    /// <summary>Added to the variance in layer normalisation. Default 1e-5.</summary>
    [Description("Added to the variance in layer normalisation.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Nonlinearity of the feed-forward part. Default exact.</summary>
    [Description("Nonlinearity of the feed-forward part.")]
    public GeluKind Gelu { get; init; } = GeluKind.Exact;

    /// <summary>True if the token table is also the output layer; false (default) for an output layer embed_out of its own.</summary>
    [Description("Whether the token table is also the output layer.")]
    public bool HasTiedHead { get; init; }

    /// <summary>Probability of dropping attention weights in training, within 0 to 1. Default 0.</summary>
    [Description("Probability of dropping attention weights in training.")]
    [Range(0, 1.0)]
    public double AttentionDropout { get; init; }

    /// <summary>Features of a head that are turned.</summary>
    internal long TurnedFeatures => (long)(Width / Heads * RotaryShare);

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRules.CheckRanges(this);
        if (Width % Heads != 0)
        {
            Throw.BadHeads(Width, Heads);
        }

        if (TurnedFeatures % 2 != 0)
        {
            Throw.OddHeads(TurnedFeatures);
        }
    }

    /// <inheritdoc/>
    public override GptNeoX Create(ScalarType? type = null, Device? device = null) => new(this, type, device);
}
