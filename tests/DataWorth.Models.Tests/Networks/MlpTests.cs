using DataWorth.Artifacts;
using DataWorth.Models.Networks;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks;

public class MlpTests
{
    [Fact]
    public void TheDefault_HasThreeLayersWithoutBias()
    {
        using var network = new Mlp();
        Assert.Equal(["fc1.weight", "fc2.weight", "fc3.weight"], network.state_dict().Keys);
        Assert.Equal(784 * 512 + 512 * 256 + 256 * 10, network.parameters().Sum(parameter => parameter.NumberOfElements));
        using var input = Reference.Irregular(3, 1, 28, 28);
        using var output = network.call(input);
        Assert.Equal([3L, 10], output.shape);
        Reference.AssertEveryModuleIsCalled(network, input);
    }

    [Fact]
    public void Forward_EqualsPlainLoops()
    {
        using var network = new Mlp(new MlpOptions { Widths = [6, 5, 4, 3], HasBias = true });
        Reference.Disturb(network);
        using var input = Reference.Irregular(2, 6);
        using var output = network.call(input);
        var x = Reference.Values(input);
        Reference.Close([.. Run(x[..6]), .. Run(x[6..])], output, 1e-5);

        double[] Run(double[] row)
        {
            int[] widths = [6, 5, 4, 3];
            for (var layer = 1; layer < 4; layer++)
            {
                var (weight, inputs) = (Reference.Values(network, $"fc{layer}.weight"), widths[layer - 1]);
                row = Reference.Affine(row, widths[layer], (o, i) => weight[o * inputs + i], Reference.Values(network, $"fc{layer}.bias"));
                if (layer < 3)
                {
                    row = [.. row.Select(value => Math.Max(value, 0))];
                }
            }
            return row;
        }
    }

    [DataFact("../golden/mlp.safetensors")]
    public void GoldenWeights_GiveTheGoldenLogits()
    {
        using var scope = NewDisposeScope();
        using var reader = SafetensorsFile.Open(SharedData.Locate("../golden/mlp.safetensors"));
        using var network = new Mlp(new MlpOptions { Widths = [20, 32, 16, 5], HasBias = true });
        network.load_state_dict(network.state_dict().Keys.ToDictionary(name => name, name => Reference.Read(reader, "weights/" + name)));
        // Both sides in float32.
        Reference.Close(
            Reference.Values(Reference.Read(reader, "logits/train")),
            network.call(Reference.Read(reader, "data/train_x")),
            1e-6
        );
    }

    [Fact]
    public void WrongWidths_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Mlp(new MlpOptions { Widths = [4] }));
        Assert.StartsWith("A perceptron needs at least two widths, each at least 1, got [4].", error.Message);
        Assert.Throws<ArgumentException>(() => new Mlp(new MlpOptions { Widths = [4, 0] }));
    }
}
