using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks;

public class Gpt2TrackingTests
{
    [Fact]
    public void TheProjectionsOfEveryBlock_AreTracked_AndTheirFactorsGiveTheWeightGradients()
    {
        using var scope = NewDisposeScope();
        using var network = new Gpt2(new Gpt2Options { VocabularySize = 9, Positions = 5, Width = 4, Layers = 2, Heads = 2 });
        SeededInitialization.Apply(network, 1);
        network.eval();
        var modules = TrackedModules.Select(network, new ModuleSelection()).Modules;
        Assert.Equal(
            ["h.0.attn.c_attn", "h.0.attn.c_proj", "h.0.mlp.c_fc", "h.0.mlp.c_proj", "h.1.attn.c_attn", "h.1.attn.c_proj", "h.1.mlp.c_fc", "h.1.mlp.c_proj"],
            modules.Select(module => module.Name).Order(StringComparer.Ordinal));
        var seen = new Dictionary<string, (Tensor Input, Tensor Output)>();
        foreach (var module in modules)
        {
            module.Module.register_forward_hook((_, input, output) =>
            {
                seen[module.Name] = (input.alias().MoveToOtherDisposeScope(scope), output.alias().MoveToOtherDisposeScope(scope));
                return output;
            });
        }
        var tokens = tensor(new long[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [2, 4]);
        network.call(tokens).square().sum().backward(retain_graph: true);
        var gradients = autograd.grad([network.call(tokens).square().sum()], [.. modules.Select(module => seen[module.Name].Output)]);
        foreach (var (module, gradient) in modules.Zip(gradients))
        {
            var factors = (KroneckerGradient)module.Differentiate(seen[module.Name].Input.detach(), gradient, null)[0];
            var full = einsum("bto,bti->io", factors.OutputGradients, factors.Activations); // the weight is stored as [I, O]
            // Sums of eight products in float32.
            Reference.Close(Reference.Values(network.get_parameter(module.Name + ".weight")!.grad!), full, 1e-5);
        }
    }
}
