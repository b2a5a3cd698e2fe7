using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks;

public class SeededInitializationTests
{
    [Fact]
    public void TheSameSeed_GivesTheSameBits_AndAnotherDoesNot()
    {
        Assert.Equal(Weights(4), Weights(4));
        Assert.NotEqual(Weights(4), Weights(5));

        static double[] Weights(long seed)
        {
            using var network = new ResNet9(new ResNet9Options { WidthFactor = 0.1 });
            SeededInitialization.Apply(network, seed);
            return [.. network.parameters().SelectMany(Reference.Values)];
        }
    }

    [Fact]
    public void Layers_HaveTheRangesOfTheirDefaults()
    {
        using var network = new Mlp(new MlpOptions { Widths = [100, 400, 3], HasBias = true });
        SeededInitialization.Apply(network, 0);
        foreach (var (name, bound) in new[] { ("fc1.weight", 0.1), ("fc1.bias", 0.1), ("fc2.weight", 0.05), ("fc2.bias", 0.05) })
        {
            var values = Reference.Values(network, name);
            Assert.True(values.Max(Math.Abs) <= bound);
            if (values.Length > 1000)
            {
                Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(values.Average(value => value * value)), 0.03 * bound);
            }
        }
        Assert.NotEqual(Reference.Values(network, "fc1.bias")[..3], Reference.Values(network, "fc2.bias"));
    }

    [Fact]
    public void Gpt2_HasItsOwnRule()
    {
        using var network = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = 200,
                Positions = 10,
                Width = 64,
                Layers = 2,
                Heads = 2,
            }
        );
        Reference.Disturb(network);
        SeededInitialization.Apply(network, 0);
        Check("wte.weight", 0.02);
        Check("h.0.attn.c_attn.weight", 0.02);
        Check("h.1.mlp.c_proj.weight", 0.01);
        Assert.All(Reference.Values(network, "h.1.mlp.c_proj.bias"), value => Assert.Equal(0, value));
        Assert.All(Reference.Values(network, "h.1.ln_2.weight"), value => Assert.Equal(1, value));
        Assert.All(Reference.Values(network, "ln_f.bias"), value => Assert.Equal(0, value));

        void Check(string name, double deviation) =>
            Assert.Equal(deviation, Math.Sqrt(Reference.Values(network, name).Average(value => value * value)), 0.05 * deviation);
    }

    [Fact]
    public void AnUnknownModuleWithParameters_IsNamed()
    {
        using var network = nn.Sequential(("odd", new Odd()));
        var error = Assert.Throws<NotSupportedException>(() => SeededInitialization.Apply(network, 0));
        Assert.Equal(
            "Module 'odd' of type Odd has parameters of its own, for which there is no rule. Let it implement ISeededNetwork.",
            error.Message
        );
    }

    private sealed class Odd : nn.Module<Tensor, Tensor>
    {
        public Odd()
            : base(nameof(Odd)) => register_parameter("scale", nn.Parameter(ones([1])));

        public override Tensor forward(Tensor input) => input.alias();
    }
}
