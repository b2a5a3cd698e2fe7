using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Shape of a <see cref="Llama"/>, and of models built as it is. The default is Llama 2 of 7 billion parameters.</summary>
public sealed record LlamaOptions : LanguageModelOptions
{
    /// <summary>Number of tokens V. Default 32,000.</summary>
    [Description("Tokens of the vocabulary.")]
    [Range(1, int.MaxValue)]
    public long VocabularySize { get; init; } = 32_000;

    /// <summary>Largest number of positions. Default 4,096.</summary>
    [Description("Largest number of positions.")]
    [Range(1, int.MaxValue)]
    public override long Positions { get; init; } = 4_096;

    /// <summary>Width of the hidden states E. Default 4,096.</summary>
    [Description("Width of the hidden states.")]
    [Range(1, int.MaxValue)]
    public long Width { get; init; } = 4_096;

    /// <summary>Inner width of the feed-forward part. Default 11,008.</summary>
    [Description("Inner width of the feed-forward part.")]
    [Range(1, int.MaxValue)]
    public long InnerWidth { get; init; } = 11_008;

    /// <summary>Number of blocks. Default 32.</summary>
    [Description("Blocks.")]
    [Range(0, MostLayers)]
    public int Layers { get; init; } = 32;

    /// <summary>Number of attention heads H. Default 32.</summary>
    [Description("Attention heads.")]
    [Range(1, int.MaxValue)]
    public long Heads { get; init; } = 32;

    /// <summary>Number of heads of keys and values, which divides <see cref="Heads"/>; null (default) for as many.</summary>
    [Description("Heads of keys and values, a divisor of heads; null for as many.")]
    [Range(1, int.MaxValue)]
    public long? KeyValueHeads { get; init; }

    /// <summary>Features D of a head, even; null (default) for <see cref="Width"/> / <see cref="Heads"/>.</summary>
    [Description("Features of a head, even; null for width / heads.")]
    [Range(2, int.MaxValue)]
    public long? HeadWidth { get; init; }

    /// <summary>Added to the mean square in normalisation. Default 1e-6.</summary>
    [Description("Added to the mean square in normalisation.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Base θ of the rotary positions. Default 10,000.</summary>
    [Description("Base of the rotary positions.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Theta { get; init; } = 10_000;

    /// <summary>Stretching of the rotary positions; null (default) for none.</summary>
    [Description("Stretching of the rotary positions; null for none.")]
    public RotaryScaling? Scaling { get; init; }

    /// <summary>Whether the projections to queries, keys and values have biases (Qwen2). Default false.</summary>
    [Description("Whether the projections to queries, keys and values have biases.")]
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Whether the projection after attention has a bias. Default false.</summary>
    [Description("Whether the projection after attention has a bias.")]
    public bool HasOutputBias { get; init; }

    /// <summary>Whether the feed-forward part has biases. Default false.</summary>
    [Description("Whether the feed-forward part has biases.")]
    public bool HasFeedForwardBias { get; init; }

    /// <summary>True if the token table is also the output layer; false (default) for an output layer lm_head of its own.</summary>
    [Description("Whether the token table is also the output layer.")]
    public bool HasTiedHead { get; init; }

    /// <summary>Probability of dropping attention weights in training, within 0 to 1. Default 0.</summary>
    [Description("Probability of dropping attention weights in training.")]
    [Range(0, 1.0)]
    public double AttentionDropout { get; init; }

    /// <summary>Features D of a head.</summary>
    internal long FeaturesOfAHead => HeadWidth ?? Width / Heads;

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRules.CheckRanges(this);
        if (HeadWidth is null && Width % Heads != 0)
        {
            Throw.BadHeads(Width, Heads);
        }

        if (Heads % (KeyValueHeads ?? Heads) != 0)
        {
            Throw.BadKeyValueHeads(Heads, KeyValueHeads!.Value);
        }

        if (FeaturesOfAHead % 2 != 0)
        {
            Throw.OddHeads(FeaturesOfAHead);
        }
    }

    /// <inheritdoc/>
    public override Llama Create(ScalarType? type = null, Device? device = null) => new(this, type, device);
}
