using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A language model of GPT-2's layout that is trained on the texts of a fit, with a vocabulary learned from them.</summary>
[Description("A GPT that is trained on the texts; it has no checkpoint.")]
internal sealed record GptModelOptions : ModelOptions, IValidatedOptions
{
    /// <summary>What --model says.</summary>
    public const string Name = "gpt";

    /// <summary>What it is, for the help.</summary>
    public const string Summary = "a GPT that --train trains on texts, with a vocabulary of byte pairs learned from them";

    /// <summary>How it is trained unless something else is said.</summary>
    public static TrainingOptions Training { get; } =
        new()
        {
            Optimizer = OptimizerKind.AdamW,
            Schedule = LearningRateSchedule.Cosine,
            LearningRate = 1e-3,
            WeightDecay = 0.01,
            BatchSize = 16,
            Epochs = 10,
        };

    /// <summary>Number of blocks. Default 4.</summary>
    [Description("Blocks.")]
    [Range(1, 1000)]
    public int Layers { get; init; } = 4;

    /// <summary>Width of the hidden states, a multiple of <see cref="Heads"/>. Default 128.</summary>
    [Description("Width of the hidden states, a multiple of heads.")]
    [Range(1, 1 << 20)]
    public int Width { get; init; } = 128;

    /// <summary>Number of attention heads. Default 4.</summary>
    [Description("Attention heads.")]
    [Range(1, 1 << 20)]
    public int Heads { get; init; } = 4;

    /// <summary>Largest number of positions, which is the length of the blocks unless another is given. Default 128.</summary>
    [Description("Largest number of positions, and tokens of a block unless --block-length says fewer.")]
    [Range(2, 1 << 20)]
    public int Context { get; init; } = 128;

    /// <summary>Number of tokens at most, 256 of them bytes. Default 2,048.</summary>
    [Description("Tokens of the vocabulary at most, 256 of them bytes.")]
    [Range(257, 1 << 20)]
    public int Vocabulary { get; init; } = 2048;

    /// <summary>The shape, for a vocabulary that was learned. Nothing is dropped.</summary>
    /// <param name="vocabulary">Its number of tokens.</param>
    public Gpt2Options Shape(int vocabulary) =>
        new()
        {
            VocabularySize = vocabulary,
            Positions = Context,
            Width = Width,
            Layers = Layers,
            Heads = Heads,
            Dropout = 0,
        };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A size cannot be, or there is a checkpoint.</exception>
    public void Validate()
    {
        if (!string.IsNullOrEmpty(Checkpoint))
        {
            throw new OptionException(
                OptionRules.Key(nameof(Checkpoint)),
                "a gpt is trained on the texts; leave 'checkpoint' out, or give the folder of a language model."
            );
        }

        OptionRules.CheckRanges(this);
        Shape(Vocabulary).Validate();
    }
}
