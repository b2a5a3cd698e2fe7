using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Tasks;
using DataWorth.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

public class Gpt2TrackingTests
{
    [Fact]
    public void TheProjectionsOfEveryBlock_AreTracked_AndTheirFactorsGiveTheWeightGradients()
    {
        using var scope = NewDisposeScope();
        using var network = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = 9,
                Positions = 5,
                Width = 4,
                Layers = 2,
                Heads = 2,
            }
        );
        SeededInitialization.Apply(network, 1);
        network.eval();
        var modules = TrackedModules.Select(network, new ModuleSelection()).Modules;
        Assert.Equal(
            [
                "h.0.attn.c_attn",
                "h.0.attn.c_proj",
                "h.0.mlp.c_fc",
                "h.0.mlp.c_proj",
                "h.1.attn.c_attn",
                "h.1.attn.c_proj",
                "h.1.mlp.c_fc",
                "h.1.mlp.c_proj",
            ],
            modules.Select(module => module.Name).Order(StringComparer.Ordinal)
        );
        var seen = new Dictionary<string, (Tensor Input, Tensor Output)>();
        foreach (var module in modules)
        {
            module.Module.register_forward_hook(
                (_, input, output) =>
                {
                    seen[module.Name] = (input.alias().MoveToOtherDisposeScope(scope), output.alias().MoveToOtherDisposeScope(scope));
                    return output;
                }
            );
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheGradientOfEveryParameter_EqualsAutograd_ForEachExampleOfAPaddedBatch(bool tied)
    {
        using var scope = NewDisposeScope();
        using var network = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = 9,
                Positions = 5,
                Width = 4,
                Layers = 2,
                Heads = 2,
                HasTiedHead = tied,
            }
        );
        network.to(ScalarType.Float64);
        Reference.Disturb(network);
        network.eval();
        var task = new LanguageModelingTask(network);
        var modules = TrackedModules.Select(network, ModuleSelection.AllParameters);
        Assert.Empty(modules.LeftOut);
        Assert.Equal(network.parameters().Sum(parameter => parameter.NumberOfElements), modules.Layout.Size);
        var collector = new GradientCollector(task, modules);
        var batch = Batch(new long[] { 1, 2, 2, 8, 5, 5, 3, 0, 0, 0 }, 2, new double[] { 1, 1, 1, 1, 1, 1, 1, 0, 0, 0 });
        using var features = new FeatureBatch(batch.Ids, collector.Collect(batch));
        var rows = features.ToRows(modules.Layout, ScalarType.Float64, CPU);
        foreach (var (index, tokens) in new long[][] { [1, 2, 2, 8, 5], [5, 3] }.Index())
        {
            var single = Batch(tokens, 1, [.. tokens.Select(_ => 1.0)]);
            var loss = task.Loss(task.Forward(single), single).sum();
            var gradients = network
                .named_parameters()
                .Select(entry => entry.name)
                .Zip(autograd.grad([loss], [.. network.parameters()]))
                .ToDictionary(pair => pair.First, pair => pair.Second);
            foreach (var parameter in modules.Parameters)
            {
                var block = Enumerable.Range(0, modules.Layout.Blocks.Count).Single(i => modules.Layout.Blocks[i].Name == parameter.Module);
                var matrix = modules.Layout.Slice(rows[index].unsqueeze(0), block).view(modules.Layout.Blocks[block].Outputs, -1);
                var columns = parameter.IsBias ? matrix.narrow(1, matrix.shape[1] - 1, 1) : matrix.narrow(1, 0, parameter.Inputs);
                var actual = parameter.IsTransposed ? columns.t() : columns;
                // float64: sums of a few dozen products in another order.
                Assert.True(
                    (actual.reshape(-1) - gradients[parameter.Name].reshape(-1)).abs().max().item<double>() < 1e-12,
                    parameter.Name
                );
            }
        }

        static ExampleBatch Batch(long[] tokens, int count, double[] mask) =>
            new(
                [.. Enumerable.Range(0, count).Select(i => $"text-{i}")],
                new Dictionary<string, Tensor>
                {
                    ["Tokens"] = tensor(tokens, [count, tokens.Length / count]),
                    ["Tokens.Mask"] = tensor(mask, [count, tokens.Length / count], dtype: ScalarType.Float64),
                }
            );
    }
}
