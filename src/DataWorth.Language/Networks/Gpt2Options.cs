using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Configuration;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Shape of a <see cref="Gpt2"/>. The default is GPT-2 small.</summary>
public sealed record Gpt2Options : LanguageModelOptions
{
    /// <summary>Number of tokens V. Default 50,257.</summary>
    [Description("Tokens of the vocabulary.")]
    [Range(1, int.MaxValue)]
    public long VocabularySize { get; init; } = 50_257;

    /// <summary>Largest number of positions. Default 1,024.</summary>
    [Description("Largest number of positions.")]
    [Range(1, int.MaxValue)]
    public override long Positions { get; init; } = 1_024;

    /// <summary>Width of the hidden states E, a multiple of <see cref="Heads"/>. Default 768.</summary>
    [Description("Width of the hidden states, a multiple of heads.")]
    [Range(1, int.MaxValue)]
    public long Width { get; init; } = 768;

    /// <summary>Number of blocks. Default 12.</summary>
    [Description("Blocks.")]
    [Range(0, MostLayers)]
    public int Layers { get; init; } = 12;

    /// <summary>Number of attention heads. Default 12.</summary>
    [Description("Attention heads.")]
    [Range(1, int.MaxValue)]
    public long Heads { get; init; } = 12;

    /// <summary>Inner width of the feed-forward part; null (default) for four times <see cref="Width"/>.</summary>
    [Description("Inner width of the feed-forward part; null for four times width.")]
    [Range(1, int.MaxValue)]
    public long? InnerWidth { get; init; }

    /// <summary>Added to the variance in layer normalisation. Default 1e-5.</summary>
    [Description("Added to the variance in layer normalisation.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Nonlinearity of the feed-forward part. Default the approximation that GPT-2 was trained with.</summary>
    [Description("Nonlinearity of the feed-forward part.")]
    public GeluKind Gelu { get; init; } = GeluKind.Tanh;

    /// <summary>True (default) if the token table is also the output layer; false for an output layer lm_head of its own.</summary>
    [Description("Whether the token table is also the output layer.")]
    public bool HasTiedHead { get; init; } = true;

    /// <summary>Probability of dropping branch outputs in training, within 0 to 1. Default 0.1.</summary>
    [Description("Probability of dropping branch outputs in training.")]
    [Range(0, 1.0)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Probability of dropping embeddings in training, within 0 to 1; null (default) for <see cref="Dropout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Probability of dropping embeddings in training; null for dropout.")]
    [Range(0, 1.0)]
    public double? EmbeddingDropout { get; init; }

    /// <summary>Probability of dropping attention weights in training, within 0 to 1; null (default) for <see cref="Dropout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Probability of dropping attention weights in training; null for dropout.")]
    [Range(0, 1.0)]
    public double? AttentionDropout { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRules.CheckRanges(this);
        if (Width % Heads != 0)
        {
            Throw.BadHeads(Width, Heads);
        }
    }

    /// <inheritdoc/>
    public override Gpt2 Create(ScalarType? type = null, Device? device = null) => new(this, type, device);
}
