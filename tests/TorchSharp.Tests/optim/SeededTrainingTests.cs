using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Optimizers;

/// <summary>Runs alone: it draws from libtorch's global generator, which other tests use at the same time.</summary>
[CollectionDefinition(nameof(SeededTrainingTests), DisableParallelization = true)]
[Collection(nameof(SeededTrainingTests))]
public class SeededTrainingTests
{
    [Fact]
    public void TheSameSeed_GivesBitIdenticalWeights()
    {
        Assert.Equal(Train(5), Train(5));
        Assert.NotEqual(Train(5), Train(6));

        static float[] Train(long seed)
        {
            using var scope = NewDisposeScope();
            random.manual_seed(seed);
            var model = Sequential(Linear(6, 8), Tanh(), Dropout(0.2), Linear(8, 1));
            using var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-3);
            var input = randn([16, 6]);
            for (var step = 0; step < 5; step++)
            {
                optimizer.zero_grad();
                model.call(input).square().mean().backward();
                optimizer.step();
            }
            return utils.parameters_to_vector(model.parameters()).detach().data<float>().ToArray();
        }
    }
}
