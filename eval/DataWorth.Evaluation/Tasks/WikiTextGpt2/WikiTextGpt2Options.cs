using System.ComponentModel;
using DataWorth.Configuration;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation.Tasks.WikiTextGpt2;

/// <summary>Options of the language model on WikiText. Default 2 layers of width 64, blocks of 64 of the 2,000 most frequent words; AdamW
/// of rate 1e-3, weight decay 1e-2, batches of 8, 8 epochs.</summary>
public sealed record WikiTextGpt2Options : TaskOptions
{
    /// <summary>The task's own values.</summary>
    public WikiTextGpt2Options() =>
        Training = new()
        {
            Epochs = 8,
            BatchSize = 8,
            LearningRate = 1e-3,
            WeightDecay = 1e-2,
            Optimizer = OptimizerKind.AdamW,
        };

    /// <summary>Shape of the network. Its positions are the tokens of a block; its vocabulary size is an upper bound: the most frequent
    /// words of the training text, other words are one token. There is no dropout.</summary>
    [Description("The network; its positions are the tokens of a block, its vocabulary holds the most frequent words.")]
    public Gpt2Options Network { get; init; } =
        new()
        {
            VocabularySize = 2000,
            Positions = 64,
            Width = 64,
            Layers = 2,
            Heads = 2,
            Dropout = 0,
        };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Network.Validate();
        const string NoDropout = "retrainings have no dropout";
        OptionRules.RefuseUnused(
            Network,
            [
                new(nameof(Network.Dropout), NoDropout),
                new(nameof(Network.EmbeddingDropout), NoDropout),
                new(nameof(Network.AttentionDropout), NoDropout),
            ],
            new Gpt2Options { Dropout = 0 }
        );
    }
}
