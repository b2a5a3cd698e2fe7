using DataWorth.Gradients;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>What is said of a network, and of how much of it is tracked.</summary>
public sealed class ModelDescriptionTests
{
    [Fact]
    public void ModulesAndParameters_AreListedWithTheKindThatTracksThem()
    {
        using var network = ModelText.Open(
            """
            {'kind': 'sequential', 'layers': [{'kind': 'conv1d', 'out': 4}, {'kind': 'batch-norm'}, {'kind': 'flatten'},
              {'kind': 'linear'}]}
            """,
            [2, 5],
            3
        );
        var description = ModelDescription.Of(network, new ModuleSelection { Kinds = "default", TrackBias = true });
        Assert.Equal(
            ["0 Conv1d 2", "1 BatchNorm1d 2", "2 Flatten 0", "3 Linear 2"],
            description.Modules.Select(module => $"{module.Name} {module.Type} {module.Parameters.Count}")
        );
        Assert.Equal(
            [
                "0.weight [4, 2, 3] float32 convolution ",
                "0.bias [4] float32 convolution ",
                "1.weight [4] float32  kind normalization not tracked (modules.kinds = default)",
                "1.bias [4] float32  kind normalization not tracked (modules.kinds = default)",
                "3.weight [3, 12] float32 linear ",
                "3.bias [3] float32 linear ",
            ],
            description
                .Modules.SelectMany(module => module.Parameters)
                .Select(row => $"{row.Name} [{string.Join(", ", row.Shape)}] {row.ElementType} {row.Kind} {row.Reason}")
        );
        Assert.Equal(24 + 4 + 8 + 36 + 3, description.ParameterCount);
        Assert.Equal(67.0 / 75, description.TrackedShare, 1e-15);
        Assert.Null(description.Warning);
    }

    [Fact]
    public void NestedModules_AreListedWhereTheirBlockStands()
    {
        using var network = ModelText.Open(
            """
            {'kind': 'sequential', 'layers': [{'kind': 'conv2d', 'out': 2}, {'kind': 'residual', 'layers': [{'kind': 'relu'},
              {'kind': 'conv2d', 'out': 2, 'padding': 1}]}, {'kind': 'flatten'}, {'kind': 'linear', 'name': 'head'}]}
            """,
            [1, 5, 5],
            3
        );
        Assert.Equal(["0", "1.block.0", "1.block.1", "2", "head"], ModelDescription.Of(network).Modules.Select(module => module.Name));
    }

    [Fact]
    public void ANetworkOfWhichLittleIsTracked_HasAWarning()
    {
        using var network = ModelText.Open(
            $"{{'kind': 'assembly', 'assembly': '{ModelText.UserNetworks}', 'type': 'Recurrent'}}",
            [3, 6],
            2
        );
        var description = ModelDescription.Of(network);
        Assert.Equal(84.0 / description.ParameterCount, description.TrackedShare, 1e-15); // conv 4 x 3 x 3, head 2 x 24
        Assert.Equal(
            "Only 2.8 % of the model's 2,970 parameters are tracked. Not tracked: _conv.bias, _head.bias (bias not tracked (modules.track-bias = "
                + "false)); _lstm.weight_ih_l0, _lstm.weight_hh_l0, _lstm.bias_ih_l0, _lstm.bias_hh_l0 (LSTM cannot be tracked).",
            description.Warning
        );
        Assert.Equal(
            [null, null, null, null],
            description.Modules.Single(module => module.Type == "LSTM").Parameters.Select(parameter => parameter.Kind)
        );
    }

    [Fact]
    public void ASharedParameter_CountsOnce_AndIsSaidToBeShared()
    {
        var (first, second) = (nn.Linear(4, 4, hasBias: false), nn.Linear(4, 4));
        second.weight = first.weight;
        using var tied = nn.Sequential(("first", first), ("second", second));
        var description = ModelDescription.Of(tied);
        Assert.Equal((20, 16.0 / 20), (description.ParameterCount, description.TrackedShare));
        Assert.Equal(
            [
                "first.weight: linear ",
                "second.weight:  shared with an earlier parameter",
                "second.bias:  bias not tracked (modules.track-bias = false)",
            ],
            description.Modules.SelectMany(module => module.Parameters).Select(row => $"{row.Name}: {row.Kind} {row.Reason}")
        );
    }

    [Fact]
    public void ANetworkWithNothingToTrack_IsDescribedToo()
    {
        using var empty = nn.Sequential(("relu", nn.ReLU()));
        var description = ModelDescription.Of(empty);
        Assert.Equal((0, 0.0), (description.ParameterCount, description.TrackedShare));
        Assert.Equal("relu", Assert.Single(description.Modules).Name);
    }
}
