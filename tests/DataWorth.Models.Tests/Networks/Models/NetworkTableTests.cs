using System.Text.Json;
using DataWorth.Configuration;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using TorchSharp;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>Networks by name, for the shape of the data.</summary>
public sealed class NetworkTableTests
{
    [Fact]
    public void WidthsAndClasses_ComeFromTheData()
    {
        using var mlp = ModelText.Open("{'kind': 'mlp', 'hidden': ['5', 4], 'has-bias': 'true'}", [2, 3], 7);
        Assert.Equal(
            ["fc1.weight [5, 6]", "fc1.bias [5]", "fc2.weight [4, 5]", "fc2.bias [4]", "fc3.weight [7, 4]", "fc3.bias [7]"],
            ModelText.Shapes(mlp)
        );
        Assert.False(mlp.training);
        using var linear = ModelText.Open("{'kind': 'mlp', 'hidden': []}", [6], 2);
        Assert.Equal(["fc1.weight [2, 6]"], ModelText.Shapes(linear));
        using var residual = ModelText.Open("{'kind': 'resnet9', 'width-factor': 0.05}", [1, 16, 16], 4);
        var options = Assert.IsType<ResNet9>(residual).Options;
        Assert.Equal((1, 4, 0.05), (options.InputChannels, options.Classes, options.WidthFactor));
    }

    [Fact]
    public void ACheckpoint_IsLoadedIntoTheNetwork()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "net.safetensors");
        using var trained = new Mlp(new MlpOptions { Widths = [6, 5, 3] });
        Checkpoints.Save(path, trained);
        var options = new MlpModelOptions { Hidden = [5], Checkpoint = path };
        var (network, checkpoint) = NetworkTable.Open(options, [6], 3);
        using (network)
        {
            Assert.Equal(Reference.Values(trained, "fc2.weight"), Reference.Values(network, "fc2.weight"));
            Assert.NotNull(checkpoint);
        }

        Assert.StartsWith(
            $"Checkpoint '{path}' does not fit Mlp: tensor 'fc1.weight' is [5, 6] in the file and [4, 6] in the network",
            Assert.Throws<CheckpointMismatchException>(() => NetworkTable.Open(options with { Hidden = [4] }, [6], 3)).Message,
            StringComparison.Ordinal
        );
        Assert.Null(NetworkTable.Open(options with { Checkpoint = null }, [6], 3).Checkpoint);
    }

    [Fact]
    public void RowsThatANetworkCannotTake_AreExplained()
    {
        Assert.StartsWith(
            "resnet9 needs images [channels, height, width], found rows of [784]; take mlp for a table.",
            ModelText.Fault("{'kind': 'resnet9'}", [784], 10),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Expected images [B, 1, H, W] with sides of at least 11, got the shape [1, 1, 8, 8].",
            ModelText.Fault("{'kind': 'resnet9', 'width-factor': 0.05}", [1, 8, 8], 10),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{'kind': 'mlp', 'hidden': [2000000000]}", "Mlp has 532,000,000,000 weights, 2,128.0 GB, but ")]
    [InlineData("{'kind': 'resnet9', 'width-factor': 10000}", "ResNet9 has ")]
    public void ANetworkThatNoMemoryHolds_IsRefusedBeforeItIsAskedFor(string model, string expected)
    {
        var message = ModelText.Fault(model, [1, 16, 16], 10);
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(" GB of memory are free. Make it smaller.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'kind': 'mlp', 'hidden': [5, 4], 'has-bias': 'true'}")]
    [InlineData("{'kind': 'resnet9', 'width-factor': 0.05}")]
    public void WeightsOfANetwork_AreKnownBeforeItIsMade(string model)
    {
        using var network = ModelText.Open(model, [1, 16, 16], 4);
        var weights = network is Mlp mlp ? mlp.Options.Weights : ((ResNet9)network).Options.Weights;
        Assert.Equal(network.parameters().Sum(parameter => parameter.NumberOfElements), weights);
    }

    [Fact]
    public void AnUnknownKind_IsRefusedWithThoseThatThereAre()
    {
        var error = Assert.Throws<OptionException>(() => ModelText.Read("{'kind': 'mpl'}"));
        Assert.Equal("model.kind", error.Path);
        Assert.Contains("one of: mlp, resnet9, sequential, assembly", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'mlp'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'kind':'mlp','checkpoint':'a.safetensors','hidden':[5,4],'has-bias':true}")]
    [InlineData("{'kind':'sequential','checkpoint':null,'layers':[{'kind':'residual','name':'a','layers':[{'kind':'relu','name':null}]}]}")]
    [InlineData("{'kind':'assembly','checkpoint':null,'assembly':'my.dll','type':'My.Net','arguments':{'hidden':3}}")]
    public void Options_AreWrittenAsTheyAreRead(string text) =>
        Assert.Equal(text.Replace('\'', '"'), JsonSerializer.Serialize(ModelText.Read(text), ModelText.Json));

    [Fact]
    public void AnAssemblyWithoutAFile_IsASentence()
    {
        var error = Assert.Throws<OptionException>(() => ModelText.Read("{'kind': 'assembly', 'type': 'My.Net'}"));
        Assert.Equal(
            ("model.assembly", "No assembly is named. Set 'assembly' to the dll that your project makes."),
            (error.Path, error.Message)
        );
    }

    [Fact]
    public void Schema_KnowsAllKindsOfNetworksAndLayers()
    {
        var text = OptionsSchema.Of(new ModelText.Section(), "model", ModelText.Json).ToJsonString();
        foreach (var name in NetworkTable.Choices.SelectMany(choice => choice.Types).Select(type => type.Name))
        {
            Assert.Contains($"\"const\":\"{name}\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARefusedNetwork_LeavesNoLiveTensors()
    {
        DisposeScopeManager.Statistics.Reset();
        _ = ModelText.Fault("{'kind': 'resnet9', 'width-factor': 0.05}", [1, 8, 8], 10);
        _ = ModelText.Fault("{'kind': 'sequential', 'layers': [{'kind': 'linear', 'out': 4}, {'kind': 'conv2d', 'out': 3}]}", [8], 10);
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
