using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Optimizers;

public class TrainingStepTests
{
    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void ATrainingStep_LeavesNoLiveTensors(string name)
    {
        using var model = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), ReLU(), MaxPool2d(2), Flatten(), Dropout(0.1), Linear(18, 3));
        using var optimizer = Create(name, model);
        using var input = randn([4, 1, 8, 8]);
        using var labels = tensor(new long[] { 0, 1, 2, 1 });
        Step();
        optimizer.zero_grad();
        DisposeScopeManager.Statistics.Reset();
        for (var step = 0; step < 3; step++)
        {
            Step();
            optimizer.zero_grad();
        }
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(model.call(input), labels).backward();
            optimizer.step();
        }
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void TheOptimizerAlone_KeepsNothingOutsideItsState(string name)
    {
        using var model = Linear(3, 2);
        using (var optimizer = Create(name, model))
        {
            using var input = ones([4, 3]);
            using (var loss = model.call(input).sum()) loss.backward();
            DisposeScopeManager.Statistics.Reset();
            optimizer.step();
            Assert.Equal(name == "SGD" ? 2 : 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            optimizer.step();
            Assert.Equal(name == "SGD" ? 2 : 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(-1, Math.Sign(DisposeScopeManager.Statistics.ThreadTotalLiveCount - 2));
    }

    [Fact]
    public void TwoThreads_TrainAtOnce_AndGetWhatOneThreadGets()
    {
        var alone = Train();
        var results = new float[2][];
        var threads = Enumerable.Range(0, 2).Select(index => new Thread(() => results[index] = Train())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(alone, results[0]);
        Assert.Equal(alone, results[1]);

        static float[] Train()
        {
            using var scope = NewDisposeScope();
            var generator = new Generator(3);
            var model = Linear(5, 2);
            init.normal_(model.weight, generator: generator);
            init.zeros_(model.bias!);
            var input = randn([8, 5], generator: generator);
            using var optimizer = optim.AdamW(model.parameters(), 0.01, weight_decay: 0.1);
            for (var step = 0; step < 50; step++)
            {
                using var inner = NewDisposeScope();
                optimizer.zero_grad();
                model.call(input).square().sum().backward();
                optimizer.step();
            }
            return model.weight.detach().data<float>().ToArray();
        }
    }

    private static optim.Optimizer Create(string name, Module model) => name switch
    {
        "SGD" => optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 0.01),
        "Adam" => optim.Adam(model.parameters(), weight_decay: 0.01),
        _ => optim.AdamW(model.parameters(), weight_decay: 0.01),
    };
}
