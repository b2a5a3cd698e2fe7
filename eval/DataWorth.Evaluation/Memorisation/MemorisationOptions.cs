using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>Options of a <see cref="MemorisationRun"/>.</summary>
public sealed record MemorisationOptions : IValidatedOptions
{
    /// <summary>Characters of the texts that are read, an equal part of each document. Default 200,000.</summary>
    [Description("Characters of the texts that are read, an equal part of each document.")]
    [Range(1000, int.MaxValue)]
    public int Characters { get; init; } = 200_000;

    /// <summary>Sentences of the texts that are asked about. Default 100.</summary>
    [Description("Sentences of the texts that are asked about.")]
    [Range(1, 100_000)]
    public int Quotes { get; init; } = 100;

    /// <summary>Facts that are planted, at most <see cref="PlantedFacts.Largest"/>. Default 100.</summary>
    [Description("Facts that are planted.")]
    [Range(1, PlantedFacts.Largest)]
    public int Facts { get; init; } = PlantedFacts.Largest;

    /// <summary>Blocks of the model. Default 2.</summary>
    [Description("Blocks of the model.")]
    [Range(1, 100)]
    public int Layers { get; init; } = 2;

    /// <summary>Width of its hidden states, a multiple of <see cref="Heads"/>. Default 128.</summary>
    [Description("Width of its hidden states, a multiple of heads.")]
    [Range(1, 1 << 16)]
    public int Width { get; init; } = 128;

    /// <summary>Its attention heads. Default 4.</summary>
    [Description("Its attention heads.")]
    [Range(1, 1 << 10)]
    public int Heads { get; init; } = 4;

    /// <summary>Tokens of a passage, and positions of the model. Default 64.</summary>
    [Description("Tokens of a passage, and positions of the model.")]
    [Range(24, 1 << 16)]
    public int Context { get; init; } = 64;

    /// <summary>Tokens of the vocabulary, which is learned from the texts. Default 2,048.</summary>
    [Description("Tokens of the vocabulary, which is learned from the texts.")]
    [Range(257, 1 << 20)]
    public int Vocabulary { get; init; } = 2048;

    /// <summary>Passes of the training. Default 20.</summary>
    [Description("Passes of the training.")]
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 20;

    /// <summary>Largest learning rate of AdamW, which falls in a cosine. Default 0.002.</summary>
    [Description("Largest learning rate of AdamW, which falls in a cosine.")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Rank of the projections of methods that have one. Default 32.</summary>
    [Description("Rank of the projections of methods that have one.")]
    [Range(1, int.MaxValue)]
    public int Rank { get; init; } = 32;

    /// <summary>Dampings that methods with a curvature are tried with, each relative to the mean eigenvalue. Default 0.1 and 1.</summary>
    [Description("Dampings that methods with a curvature are tried with, relative to the mean eigenvalue.")]
    public IReadOnlyList<double> Dampings { get; init; } = [0.1, 1];

    /// <summary>The methods that are compared with BM25: a name, and options of its own after blanks ('lorif factor-rank=8'). Default LoGra
    /// with its own and with a Kronecker-factored curvature, LoRIF with factors of rank 1 and 8, EKFAC and the gradient dot product.</summary>
    [Description("The methods that are compared with BM25: names, with options of their own after blanks.")]
    public IReadOnlyList<string> Methods { get; init; } =
    ["logra", "logra rank=64 curvature=ekfac", "lorif", "lorif factor-rank=8", "ekfac", "gradient-dot"];

    /// <summary>Seed of first weights, order, facts, quotes and projections. Default 0.</summary>
    [Description("Seed of all that is drawn.")]
    public long Seed { get; init; }

    /// <summary>The shape of the model: rotary positions, so that a sentence is the same wherever it stands in a passage.</summary>
    /// <param name="vocabulary">Tokens that were learned.</param>
    public LlamaOptions Shape(int vocabulary) =>
        new()
        {
            VocabularySize = vocabulary,
            Positions = Context,
            Width = Width,
            InnerWidth = 3 * Width,
            Layers = Layers,
            Heads = Heads,
            KeyValueHeads = Heads,
            HasTiedHead = true,
        };

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training =>
        new()
        {
            Optimizer = OptimizerKind.AdamW,
            Schedule = LearningRateSchedule.Cosine,
            LearningRate = LearningRate,
            WeightDecay = 0.01,
            BatchSize = 16,
            Epochs = Epochs,
            Seed = Seed,
        };

    /// <inheritdoc/>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        Shape(Vocabulary).Validate();
    }
}
