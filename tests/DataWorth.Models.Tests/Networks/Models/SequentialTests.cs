using DataWorth.Models.Networks;
using DataWorth.Models.Networks.Layers;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>Lists of layers: shapes go from layer to layer, and a layer that does not fit is a sentence.</summary>
public sealed class SequentialTests
{
    /// <summary>Layers, the shape that they get, and the shape that PyTorch's formulas give.</summary>
    public static TheoryData<string, long[], long[]> Layers =>
        new()
        {
            { "{'kind': 'linear', 'out': 5}", [7], [5] },
            { "{'kind': 'linear', 'out': 5, 'has-bias': false}", [3, 7], [3, 5] },
            { "{'kind': 'conv1d', 'out': 6, 'kernel': 3, 'stride': 2, 'padding': 1}", [4, 9], [6, 5] },
            { "{'kind': 'conv2d', 'out': 6, 'kernel': 3, 'dilation': 2, 'groups': 2}", [4, 9, 8], [6, 5, 4] },
            { "{'kind': 'embedding', 'rows': 9, 'width': 4}", [5], [5, 4] },
            { "{'kind': 'batch-norm'}", [7], [7] },
            { "{'kind': 'batch-norm', 'epsilon': 0.1}", [4, 9], [4, 9] },
            { "{'kind': 'batch-norm', 'momentum': 0.2}", [4, 9, 8], [4, 9, 8] },
            { "{'kind': 'layer-norm'}", [7], [7] },
            { "{'kind': 'layer-norm', 'dimensions': 2}", [4, 9, 8], [4, 9, 8] },
            { "{'kind': 'group-norm', 'groups': 2}", [4, 9, 8], [4, 9, 8] },
            { "{'kind': 'relu'}", [7], [7] },
            { "{'kind': 'gelu'}", [7], [7] },
            { "{'kind': 'tanh'}", [7], [7] },
            { "{'kind': 'sigmoid'}", [7], [7] },
            { "{'kind': 'leaky-relu', 'slope': 0.2}", [7], [7] },
            { "{'kind': 'max-pool'}", [4, 9, 8], [4, 4, 4] },
            { "{'kind': 'max-pool', 'kernel': 3, 'stride': 1, 'padding': 1}", [4, 9], [4, 9] },
            { "{'kind': 'average-pool', 'kernel': 3}", [4, 9, 8], [4, 3, 2] },
            { "{'kind': 'average-pool'}", [4, 9], [4, 4] },
            { "{'kind': 'adaptive-max-pool', 'size': 2}", [4, 9, 8], [4, 2, 2] },
            { "{'kind': 'adaptive-max-pool'}", [4, 9], [4, 1] },
            { "{'kind': 'adaptive-average-pool'}", [4, 9, 8], [4, 1, 1] },
            { "{'kind': 'adaptive-average-pool', 'size': 3}", [4, 9], [4, 3] },
            { "{'kind': 'flatten'}", [4, 9, 8], [288] },
            { "{'kind': 'unflatten', 'sizes': [3, 4, 2]}", [24], [3, 4, 2] },
            { "{'kind': 'dropout', 'probability': 0.9}", [7], [7] },
            { "{'kind': 'residual', 'layers': [{'kind': 'conv2d', 'out': 4, 'padding': 1}, {'kind': 'relu'}]}", [4, 9, 8], [4, 9, 8] },
            { "{'kind': 'sequential', 'layers': [{'kind': 'flatten'}, {'kind': 'tanh'}]}", [4, 9], [36] },
        };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_GivesTheShapeOfItsFormula_WhichTheNextOneTakes(string layer, long[] shape, long[] expected)
    {
        using var scope = NewDisposeScope();
        using var network = ModelText.Open(
            $"{{'kind': 'sequential', 'layers': [{layer}, {{'kind': 'flatten'}}, {{'kind': 'linear', 'name': 'head'}}]}}",
            shape,
            3
        );
        Assert.Equal([3, expected.Aggregate(1L, (product, size) => product * size)], network.get_parameter("head.weight")!.shape);
        var first = network.named_children().First(child => child.name == "0").module;
        var input = layer.Contains("embedding", StringComparison.Ordinal) ? zeros([2, .. shape], ScalarType.Int64) : rand([2, .. shape]);
        Assert.Equal([2, .. expected], ((nn.Module<Tensor, Tensor>)first).call(input).shape);
        Assert.Equal([2, 3], network.call(input.to_type(ScalarType.Float32)).shape);
        SeededInitialization.Apply(network, 3);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void WeightsOfALayer_AreKnownBeforeItIsMade(string layer, long[] shape, long[] expected)
    {
        _ = expected;
        var options = ((SequentialOptions)ModelText.Read($"{{'kind': 'sequential', 'layers': [{layer}]}}")).Layers[0];
        var row = LayerTable.Layers.Single(row => row.Options == options.GetType());
        var place = new LayerPlace("Layer 1", "1", shape, null);
        using var made = row.Create(options, place);
        var isBlock = layer.Contains("layers", StringComparison.Ordinal); // its layers are asked themselves
        Assert.Equal(isBlock ? 0 : made.parameters().Sum(parameter => parameter.NumberOfElements), row.Weights(options, place));
    }

    [Theory]
    [InlineData("{'kind': 'linear', 'out': 2000000000}", "Layer 2 (linear) has 514,000,000,000 weights, 2,056.0 GB, but ")]
    [InlineData(
        "{'kind': 'residual', 'layers': [{'kind': 'linear', 'out': 2000000000}]}",
        "Layer 2.1 (linear) has 514,000,000,000 weights"
    )]
    [InlineData("{'kind': 'linear', 'out': 100000}, {'kind': 'linear', 'out': 2000000000}", "Layer 3 (linear) has 200,002,000,000,000 w")]
    public void WhatNoMemoryHolds_IsRefusedBeforeItIsAskedFor(string layers, string expected)
    {
        var message = ModelText.Fault($"{{'kind': 'sequential', 'layers': [{{'kind': 'flatten'}}, {layers}]}}", [1, 16, 16], 10);
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(" GB of memory are free. Make it smaller.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActivationsThatNoMemoryHolds_AreASentence() =>
        Assert.Equal(
            "Layer 1 (conv2d) cannot take [1, 16, 16]: it needs more memory than there is. Change its options.",
            ModelText.Fault("{'kind': 'sequential', 'layers': [{'kind': 'conv2d', 'out': 4, 'padding': 10000000}]}", [1, 16, 16], 10)
        );

    [Fact]
    public void EveryRowOfTheTable_IsTestedAbove()
    {
        var tested = Layers.Select(row => ((string)row[0]).Split('\'')[3]).Distinct();
        Assert.Equal(LayerTable.Layers.Select(row => row.Name).Order(), tested.Order());
        Assert.Equal(LayerTable.Layers.Count, LayerTable.Layers.Select(row => row.Options).Distinct().Count());
        Assert.All(LayerTable.Layers, row => Assert.NotEmpty(row.Summary));
    }

    [Fact]
    public void Network_ComputesWhatTheLayersDo()
    {
        using var scope = NewDisposeScope();
        using var network = ModelText.Open(
            """
            {'kind': 'sequential', 'layers': [
              {'kind': 'conv2d', 'out': 4, 'kernel': 3, 'padding': 1}, {'kind': 'batch-norm'}, {'kind': 'leaky-relu', 'slope': 0.3},
              {'kind': 'residual', 'layers': [{'kind': 'conv2d', 'out': 4, 'padding': 1}, {'kind': 'gelu', 'approximation': 'tanh'}]},
              {'kind': 'average-pool'}, {'kind': 'flatten'}, {'kind': 'dropout'}, {'kind': 'linear'}]}
            """,
            [2, 6, 6],
            5
        );
        SeededInitialization.Apply(network, 8);
        Reference.Disturb(network);
        var images = randn(3, 2, 6, 6);
        Tensor Weight(string name) => network.state_dict()[name];
        var x = nn.functional.conv2d(images, Weight("0.weight"), Weight("0.bias"), padding: [1, 1]);
        x = nn.functional.batch_norm(x, Weight("1.running_mean"), Weight("1.running_var"), Weight("1.weight"), Weight("1.bias"));
        x = where(x > 0, x, 0.3 * x);
        var y = nn.functional.conv2d(x, Weight("3.block.0.weight"), Weight("3.block.0.bias"), padding: [1, 1]);
        x = x + (0.5 * y * (1 + (Math.Sqrt(2 / Math.PI) * (y + (0.044715 * y.pow(3)))).tanh()));
        x = x.reshape(3, 4, 3, 2, 3, 2).mean([3, 5]).flatten(1);
        var expected = x.matmul(Weight("7.weight").t()) + Weight("7.bias");
        Assert.True(network.call(images).allclose(expected, 1e-5, 1e-5));
    }

    [Fact]
    public void Tokens_AreTakenAsTheDataGivesThem()
    {
        using var scope = NewDisposeScope();
        using var network = ModelText.Open(
            "{'kind': 'sequential', 'layers': [{'kind': 'embedding', 'rows': 9, 'width': 4}, {'kind': 'flatten'}, {'kind': 'linear'}]}",
            [3],
            2
        );
        Assert.Equal(["0.weight [9, 4]", "2.weight [2, 12]", "2.bias [2]"], ModelText.Shapes(network));
        var tokens = tensor(new float[] { 1, 8, 0, 3, 3, 3 }, [2, 3]);
        Assert.True(network.call(tokens).allclose(network.call(tokens.to_type(ScalarType.Int64))));
    }

    [Fact]
    public void ACheckpointOfPyTorchsSequential_IsLoadedByItsNumbersAndNames()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "net.safetensors");
        using var features = nn.Sequential(("0", nn.Conv2d(1, 2, 3)), ("1", nn.ReLU()));
        using var saved = nn.Sequential(("features", features), ("1", nn.Flatten()), ("head", nn.Linear(32, 3)));
        Checkpoints.Save(path, saved);
        using var network = ModelText.Open(
            $$"""
            {'kind': 'sequential', 'checkpoint': '{{path}}', 'layers': [
              {'kind': 'sequential', 'name': 'features', 'layers': [{'kind': 'conv2d', 'out': 2}, {'kind': 'relu'}]},
              {'kind': 'flatten'}, {'kind': 'linear', 'name': 'head'}]}
            """,
            [1, 6, 6],
            3
        );
        using var images = randn(2, 1, 6, 6);
        using var expected = saved.call(images);
        using var actual = network.call(images);
        Assert.Equal(Reference.Values(expected), Reference.Values(actual));
    }

    [Theory]
    [InlineData(
        "{'kind': 'conv2d', 'out': 8}, {'kind': 'relu'}, {'kind': 'max-pool'}, {'kind': 'linear'}",
        "Layer 4 (linear) gets [8, 7, 7], expected [features] or [positions, features]: put flatten before it."
    )]
    [InlineData(
        "{'kind': 'flatten'}, {'kind': 'conv2d', 'out': 8}",
        "Layer 2 (conv2d) gets [256], expected [channels, height, width]: put it before flatten; rows of a table need unflatten before it "
            + "(sizes: [channels, height, width])."
    )]
    [InlineData(
        "{'kind': 'conv1d', 'out': 8}",
        "Layer 1 (conv1d) gets [1, 16, 16], expected [channels, length]: put it before flatten; rows of a table need unflatten before "
            + "it (sizes: [channels, length])."
    )]
    [InlineData(
        "{'kind': 'flatten'}, {'kind': 'embedding', 'rows': 2}",
        "Layer 2 (embedding) gets [256], expected [positions] of tokens: let it be the first layer."
    )]
    [InlineData(
        "{'kind': 'conv2d'}, {'kind': 'flatten'}, {'kind': 'linear'}",
        "Layer 1 (conv2d) needs 'out', what it gives: only the last layer takes it from the number of classes."
    )]
    [InlineData(
        "{'kind': 'residual', 'layers': [{'kind': 'conv2d', 'out': 1}]}",
        "Layer 1 (residual) cannot take [1, 16, 16]: its block gives [1, 14, 14], but must keep channels and size (such as kernel 3 with "
            + "padding 1). Change its options."
    )]
    [InlineData(
        "{'kind': 'residual', 'layers': [{'kind': 'flatten'}, {'kind': 'max-pool'}]}",
        "Layer 1.2 (max-pool) gets [256], expected [channels, length] or [channels, height, width]: put it before flatten; rows of a table need "
            + "unflatten before it (sizes: [channels, length])."
    )]
    [InlineData("{'kind': 'residual'}", "The block of layer 1 has no layers, expected a list such as [{kind: flatten}, {kind: linear}].")]
    [InlineData("", "The network has no layers, expected a list such as [{kind: flatten}, {kind: linear}].")]
    [InlineData(
        "{'kind': 'flatten', 'name': 'a'}, {'kind': 'linear', 'name': 'a'}",
        "A layer cannot have the name 'a': another layer has it too. Choose another one, or none for its number."
    )]
    [InlineData(
        "{'kind': 'flatten', 'name': 'a.b'}",
        "A layer cannot have the name 'a.b': it is empty or has a dot. Choose another one, or none for its number."
    )]
    [InlineData(
        "{'kind': 'flatten'}, {'kind': 'linear', 'out': 9}",
        "Network 'Sequential' gives [9] for a row of the data, expected [10]: a number for each class. Let it end in flatten and a linear "
            + "layer of this size."
    )]
    public void WhatDoesNotFit_IsASentence(string layers, string expected) =>
        Assert.Equal(expected, ModelText.Fault($"{{'kind': 'sequential', 'layers': [{layers}]}}", [1, 16, 16], 10));

    [Fact]
    public void WhatLibtorchRefuses_IsASentenceWithTheLayer()
    {
        Assert.StartsWith(
            "Layer 2 (max-pool) cannot take [4, 2, 2]: ",
            ModelText.Fault(
                "{'kind': 'sequential', 'layers': [{'kind': 'conv2d', 'out': 4}, {'kind': 'max-pool', 'kernel': 5}]}",
                [1, 4, 4],
                2
            ),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Layer 1 (group-norm) cannot take [3, 4, 4]: ",
            ModelText.Fault("{'kind': 'sequential', 'layers': [{'kind': 'group-norm', 'groups': 2}]}", [3, 4, 4], 2),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Layer 1 (conv2d) cannot take [3, 4, 4]: ",
            ModelText.Fault("{'kind': 'sequential', 'layers': [{'kind': 'conv2d', 'out': 4, 'groups': 2}]}", [3, 4, 4], 2),
            StringComparison.Ordinal
        );
    }
}
