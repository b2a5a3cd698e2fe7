using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>What is retrained.</summary>
internal sealed record TaskSection
{
    /// <summary>Which task.</summary>
    [Description("Which data and model. glyphs-mlp needs no files.")]
    public TaskName Kind { get; init; } = TaskName.GlyphsMlp;

    /// <summary>Number of training examples.</summary>
    [Description("How many training examples are used: the first of the data set.")]
    [Range(2, 60000)]
    public int TrainCount { get; init; } = 6000;

    /// <summary>Number of queries.</summary>
    [Description("How many test examples are asked about, drawn by query-seed.")]
    [Range(1, 10000)]
    public int QueryCount { get; init; } = 200;

    /// <summary>Seed of the choice of queries.</summary>
    [Description("Seed of the choice of queries.")]
    [Range(0, int.MaxValue)]
    public int QuerySeed { get; init; }

    /// <summary>Widths of a perceptron's hidden layers.</summary>
    [Description("Perceptrons: widths of the hidden layers; empty for the task's own.")]
    [Range(1, 8192)]
    public IReadOnlyList<int> HiddenWidths { get; init; } = [];

    /// <summary>Width factor of ResNet-9.</summary>
    [Description("ResNet-9: factor of all inner widths.")]
    [Range(0.01, 4.0)]
    public double WidthFactor { get; init; } = 1;

    /// <summary>Tokens of a block.</summary>
    [Description("GPT-2: tokens of a block.")]
    [Range(2, 1024)]
    public int BlockLength { get; init; } = 64;

    /// <summary>Words of the vocabulary.</summary>
    [Description("GPT-2: words of the vocabulary, the most frequent ones of the training text; other words are one token.")]
    [Range(2, 100000)]
    public int VocabularySize { get; init; } = 2000;

    /// <summary>Width of the hidden states.</summary>
    [Description("GPT-2: width of the hidden states.")]
    [Range(1, 4096)]
    public int ModelWidth { get; init; } = 64;

    /// <summary>Number of layers.</summary>
    [Description("GPT-2: number of blocks.")]
    [Range(1, 48)]
    public int Layers { get; init; } = 2;

    /// <summary>Passes over the members.</summary>
    [Description("Passes over the members; 0 for the task's own.")]
    [Range(0, 1000)]
    public int Epochs { get; init; }

    /// <summary>Examples per step.</summary>
    [Description("Examples per step; 0 for the task's own.")]
    [Range(0, 60000)]
    public int BatchSize { get; init; }

    /// <summary>Learning rate.</summary>
    [Description("Learning rate, the largest one with a schedule; 0 for the task's own.")]
    [Range(0.0, 100.0)]
    public double LearningRate { get; init; }
}
