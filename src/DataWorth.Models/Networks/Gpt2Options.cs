using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Shape of a <see cref="Gpt2"/>. The default is GPT-2 small.</summary>
public sealed record Gpt2Options : NetworkOptions
{
    /// <summary>Number of tokens V. Default 50,257.</summary>
    public long VocabularySize { get; init; } = 50_257;

    /// <summary>Largest number of positions. Default 1,024.</summary>
    public long Positions { get; init; } = 1_024;

    /// <summary>Width of the hidden states E, a multiple of <see cref="Heads"/>. Default 768.</summary>
    public long Width { get; init; } = 768;

    /// <summary>Number of blocks. Default 12.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Number of attention heads. Default 12.</summary>
    public long Heads { get; init; } = 12;

    /// <summary>Inner width of the feed-forward part; null (default) for four times <see cref="Width"/>.</summary>
    public long? InnerWidth { get; init; }

    /// <summary>Added to the variance in layer normalisation. Default 1e-5.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Nonlinearity of the feed-forward part. Default the approximation that GPT-2 was trained with.</summary>
    public GeluKind Gelu { get; init; } = GeluKind.Tanh;

    /// <summary>True (default) if the token table is also the output layer; false for an output layer lm_head of its own.</summary>
    public bool HasTiedHead { get; init; } = true;

    /// <summary>Probability of dropping branch outputs in training, within 0 to 1. Default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Probability of dropping embeddings in training, within 0 to 1; null (default) for <see cref="Dropout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EmbeddingDropout { get; init; }

    /// <summary>Probability of dropping attention weights in training, within 0 to 1; null (default) for <see cref="Dropout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AttentionDropout { get; init; }

    internal void Validate()
    {
        Least(nameof(VocabularySize), VocabularySize, 1);
        Least(nameof(Positions), Positions, 1);
        Least(nameof(Width), Width, 1);
        Least(nameof(Layers), Layers, 0);
        Least(nameof(Heads), Heads, 1);
        Least(nameof(InnerWidth), InnerWidth ?? 1, 1);
        Share(nameof(Dropout), Dropout);
        Share(nameof(EmbeddingDropout), EmbeddingDropout ?? 0);
        Share(nameof(AttentionDropout), AttentionDropout ?? 0);
        if (!(NormEpsilon > 0))
        {
            Throw.OptionOutOfRange(nameof(NormEpsilon), NormEpsilon, "greater than 0");
        }

        if (Width % Heads != 0)
        {
            Throw.BadHeads(Width, Heads);
        }
    }

    private static void Least(string option, long value, long least)
    {
        if (value < least)
        {
            Throw.OptionOutOfRange(option, value, $"at least {least}");
        }
    }

    private static void Share(string option, double value)
    {
        if (!(value >= 0 && value <= 1))
        {
            Throw.OptionOutOfRange(option, value, "within 0 to 1");
        }
    }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Create() => new Gpt2(this);
}
