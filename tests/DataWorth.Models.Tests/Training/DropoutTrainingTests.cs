using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Models.Tests.Training;

/// <summary>Runs alone: dropout draws from libtorch's global generator, which other tests use at the same time.</summary>
[CollectionDefinition(nameof(DropoutTrainingTests), DisableParallelization = true)]
[Collection(nameof(DropoutTrainingTests))]
public class DropoutTrainingTests
{
    [Fact]
    public void ANetworkWithDropout_IsRepeatableToo()
    {
        using var data = TrainerTests.Tokens();
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 2,
            LearningRate = 1e-3,
            Optimizer = OptimizerKind.AdamW,
            Seed = 3,
        };
        Assert.Equal(Train(options), Train(options));
        Assert.NotEqual(Train(options), Train(options with { Seed = 4 }));

        float[] Train(TrainingOptions used)
        {
            using var network = new Gpt2(
                new Gpt2Options
                {
                    VocabularySize = 7,
                    Positions = 4,
                    Width = 4,
                    Layers = 1,
                    Heads = 2,
                    Dropout = 0.2,
                }
            );
            SeededInitialization.Apply(network, 1);
            new Trainer(used).Train(network, data);
            return TrainerTests.Weights(network);
        }
    }
}
