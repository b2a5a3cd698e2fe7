using DataWorth.Artifacts;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Training;

public class CheckpointsTests
{
    [Fact]
    public void SaveAndOpen_KeepEveryBit_AndWhatIsSaidOfTheNetwork()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "network.safetensors");
        var options = new ResNet9Options { WidthFactor = 1 / 16.0, Classes = 3 };
        var training = new TrainingOptions
        {
            Epochs = 25,
            LearningRate = 0.4,
            Schedule = LearningRateSchedule.Triangular,
            Seed = 7,
        };
        using var network = options.Create();
        Reference.Disturb(network);
        Checkpoints.Save(path, network, new CheckpointMetadata { Network = options, Training = training });

        var (opened, metadata) = Checkpoints.Open(path);
        using (opened)
        {
            Assert.IsType<ResNet9>(opened);
            Assert.False(opened.training);
            foreach (var (name, value) in network.state_dict())
            {
                Assert.Equal(value.dtype, opened.state_dict()[name].dtype);
                Assert.Equal(Reference.Values(value), Reference.Values(opened, name));
            }
        }
        Assert.Equal(options, metadata.Network);
        Assert.Equal(training, metadata.Training);
        Assert.NotEmpty(metadata.ProgramVersion!);
    }

    [Fact]
    public void EveryKindOfNetwork_IsCreatedAgain()
    {
        using var directory = new TemporaryFolder();
        NetworkOptions[] kinds = [new MlpOptions { Widths = [5, 4, 3], HasBias = true }, new ResNet9Options { WidthFactor = 1 / 32.0 }];
        foreach (var kind in kinds)
        {
            var path = Path.Combine(directory.Path, "any.safetensors");
            using var network = kind.Create();
            SeededInitialization.Apply(network, 2);
            Checkpoints.Save(path, network, new CheckpointMetadata { Network = kind });
            var (opened, _) = Checkpoints.Open(path);
            using (opened)
            {
                Assert.Equal(network.state_dict().Keys, opened.state_dict().Keys);
            }
        }
    }

    [Fact]
    public void AnotherNetwork_IsRefused_WithEveryDifferenceAndTheNearestName()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "mlp.safetensors");
        using var saved = nn.Sequential(("fc1", nn.Linear(4, 8, hasBias: false)), ("fc_2", nn.Linear(8, 3, hasBias: false)));
        Checkpoints.Save(path, saved);
        using var network = new Mlp(new MlpOptions { Widths = [4, 6, 3] });
        var before = Reference.Values(network, "fc1.weight");
        var error = Assert.Throws<CheckpointMismatchException>(() => Checkpoints.Load(path, network));
        Assert.Equal(
            $"Checkpoint '{path}' does not fit Mlp: tensor 'fc1.weight' is [8, 4] in the file and [6, 4] in the network; "
                + "tensor 'fc2.weight' is missing (nearest: 'fc_2.weight'); tensor 'fc_2.weight' is unexpected (nearest: 'fc2.weight'). "
                + "Create the network with the shape that the checkpoint was saved with.",
            error.Message
        );
        Assert.Equal(before, Reference.Values(network, "fc1.weight"));
        var unknown = Assert.Throws<InvalidDataException>(() => Checkpoints.Open(path));
        Assert.StartsWith($"Checkpoint '{path}' does not say which network it holds", unknown.Message);
    }

    [Fact]
    public void CountOfBatches_MayBeMissing_ButNoOtherBuffer()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "norm.safetensors");
        using var network = nn.Sequential(("norm", nn.BatchNorm1d(4)));
        using (var older = nn.Sequential(("norm", new Normalization(hasMoments: true))))
        {
            Checkpoints.Save(path, older);
        }

        Checkpoints.Load(path, network);
        Assert.Equal([3, 3, 3, 3], Reference.Values(network, "norm.running_mean"));
        using (var incomplete = nn.Sequential(("norm", new Normalization(hasMoments: false))))
        {
            Checkpoints.Save(path, incomplete);
        }

        var error = Assert.Throws<CheckpointMismatchException>(() => Checkpoints.Load(path, network));
        Assert.Contains("'norm.running_mean' is missing", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("num_batches_tracked", error.Message, StringComparison.Ordinal);
    }

    // Weights and buffers as older programs saved them.
    private sealed class Normalization : nn.Module<Tensor, Tensor>
    {
        public Normalization(bool hasMoments)
            : base(nameof(Normalization))
        {
            register_parameter("weight", new TorchSharp.Modules.Parameter(ones(4)));
            register_parameter("bias", new TorchSharp.Modules.Parameter(zeros(4)));
            if (hasMoments)
            {
                register_buffer("running_mean", full(4, 3f));
                register_buffer("running_var", ones(4));
            }
        }

        public override Tensor forward(Tensor input) => input;
    }

    [Fact]
    public void ManyDifferences_AreCountedNotListed()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "small.safetensors");
        using var small = new Mlp(new MlpOptions { Widths = [2, 2] });
        Checkpoints.Save(path, small);
        using var large = new ResNet9(new ResNet9Options { WidthFactor = 1 / 32.0 });
        var error = Assert.Throws<CheckpointMismatchException>(() => Checkpoints.Load(path, large));
        Assert.Matches(@"; and \d+ more differences\.", error.Message);
    }

    [Fact]
    public void OtherElementTypes_AreConverted()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "half.safetensors");
        using var source = TrainerTests.NewNetwork();
        var expected = Reference.Values(source, "fc1.weight");
        source.to(ScalarType.BFloat16);
        Checkpoints.Save(path, source);
        using var reader = SafetensorsFile.Open(path);
        Assert.Equal(SafetensorsDType.BF16, reader["fc1.weight"].DType);
        using var target = TrainerTests.NewNetwork();
        SeededInitialization.Apply(target, 99);
        Checkpoints.Load(path, target);
        Assert.Equal(ScalarType.Float32, target.get_parameter("fc1.weight")!.dtype);
        var values = Reference.Values(target, "fc1.weight");
        // bfloat16 keeps eight binary digits.
        for (var index = 0; index < values.Length; index++)
        {
            Assert.Equal(expected[index], values[index], Math.Abs(expected[index]) / 256);
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("module.", "module.")]
    [InlineData("_orig_mod.module.", "_orig_mod.module.")]
    [InlineData("model.", "model.")]
    public void WhatWrappersPutInFrontOfNames_IsLeftOut_AndReported(string written, string expected)
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "wrapped.safetensors");
        using var source = TrainerTests.NewNetwork();
        Write(path, source.state_dict().ToDictionary(entry => written + entry.Key, entry => entry.Value));
        using var target = TrainerTests.NewNetwork();
        SeededInitialization.Apply(target, 99);
        Assert.Equal(expected, Checkpoints.Load(path, target).Prefix);
        Assert.Equal(Reference.Values(source, "fc1.weight"), Reference.Values(target, "fc1.weight"));
    }

    [Fact]
    public void APrefixThatTheNetworkHasToo_IsKept()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "wrapped.safetensors");
        using var source = nn.Sequential(("model", nn.Linear(3, 2)));
        Write(path, source.state_dict().ToDictionary(entry => "module." + entry.Key, entry => entry.Value));
        using var target = nn.Sequential(("model", nn.Linear(3, 2)));
        Assert.Equal("module.", Checkpoints.Load(path, target).Prefix);
        Write(path, new() { ["module.model.weight"] = source.state_dict()["model.weight"], ["other"] = source.state_dict()["model.bias"] });
        var error = Assert.Throws<CheckpointMismatchException>(() => Checkpoints.Load(path, target));
        Assert.Contains("tensor 'module.model.weight' is unexpected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersThatTheNetworksElementTypeCannotHold_AreRefusedByName_AndNothingIsChanged()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "large.safetensors");
        using var source = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)));
        using (no_grad())
        {
            source.get_parameter("a.weight")![0, 1].fill_(-70000);
            source.get_parameter("b.bias")![1].fill_(1e6);
            source.get_parameter("b.weight")![0, 0].fill_(float.PositiveInfinity); // said of the file, not made by loading it
        }

        Checkpoints.Save(path, source);
        using var target = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2))).to(ScalarType.Float16);
        var before = Reference.Values(target, "a.bias");
        Assert.Equal(
            $"Checkpoint '{path}' does not fit Sequential: tensor 'a.weight' has the number 7e+4, but Float16 ends at 6.55e+4; "
                + "tensor 'b.bias' has the number 1e+6, but Float16 ends at 6.55e+4. Create the network with the shape that the "
                + "checkpoint was saved with.",
            Assert.Throws<CheckpointMismatchException>(() => Checkpoints.Load(path, target)).Message
        );
        Assert.Equal(before, Reference.Values(target, "a.bias"));
        using var wide = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2))).to(ScalarType.BFloat16);
        Checkpoints.Load(path, wide);
    }

    [Fact]
    public void AMissingOrDamagedFile_IsSaidSo()
    {
        using var directory = new TemporaryFolder();
        using var network = TrainerTests.NewNetwork();
        Assert.Throws<ArtifactNotFoundException>(() => Checkpoints.Load(Path.Combine(directory.Path, "none.safetensors"), network));
        var damaged = directory.Write("damaged.safetensors", [1, 2, 3]);
        Assert.Contains(
            "too few for the 8-byte header length",
            Assert.Throws<ArtifactException>(() => Checkpoints.Load(damaged, network)).Message
        );
    }

    [Fact]
    public void ACheckpoint_LeavesNoLiveTensors()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "network.safetensors");
        using var network = TrainerTests.NewNetwork();
        DisposeScopeManager.Statistics.Reset();
        Checkpoints.Save(path, network);
        Checkpoints.Load(path, network);
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Write(string path, Dictionary<string, Tensor> tensors)
    {
        using var writer = SafetensorsFile.Create(
            path,
            tensors.Select(entry => new SafetensorsEntry(entry.Key, SafetensorsDType.F32, entry.Value.shape)),
            new Dictionary<string, string>()
        );
        foreach (var entry in writer.Tensors)
        {
            writer.Write(entry.Name, tensors[entry.Name].bytes);
        }

        writer.Commit();
    }
}
