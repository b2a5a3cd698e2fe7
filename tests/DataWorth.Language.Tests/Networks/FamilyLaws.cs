using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Generation;
using DataWorth.Language.Networks;
using DataWorth.Tasks;
using DataWorth.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

/// <summary>What holds for every family of <see cref="FamilyTable"/>.</summary>
public sealed class FamilyLaws
{
    private static readonly long[] s_tokens = [3, 12, 0, 7, 7, 1, 9];

    public static TheoryData<string> Names => FamilySamples.Names;

    [Fact]
    public void EveryFamily_HasASample_AndEveryOptionAnotherValueThanTheDefaultSomewhere()
    {
        Assert.Equal(
            FamilyTable.Families.Select(family => family.ModelType),
            FamilySamples.All.Select(sample => sample.ModelType).Distinct()
        );
        foreach (var samples in FamilySamples.All.Select(sample => sample.Options).GroupBy(options => options.GetType()))
        {
            var defaults = Activator.CreateInstance(samples.Key);
            Assert.All(samples.Key.GetProperties().Where(property => property.CanWrite), property =>
                Assert.Contains(samples, sample => !Equals(property.GetValue(sample), property.GetValue(defaults)))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_EqualTheFormulas(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Disturbed(name);
        var input = tensor(s_tokens, [1, s_tokens.Length]);
        var single = network.call(input);
        network.to(ScalarType.Float64);
        var expected = Reference.Values(new PlainModel(network.Shape, Weights(network)).Logits(s_tokens));
        Reference.Close(expected, network.call(input), 1e-12);
        Reference.Close(expected, single, 1e-5); // float32
    }

    /// <summary>Central differences of the gradient along a direction, in float64: their error is the step squared, and rounding over the
    /// step.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ProductsWithTheHessian_AreDifferencesOfTheGradient(string name)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        using var network = Disturbed(name);
        network.to(ScalarType.Float64);
        network.eval();
        var tokens = tensor(s_tokens, [1, s_tokens.Length]);
        var modules = TrackedModules.Select(network, new ModuleSelection());
        ParameterOrder order = new(network, modules);
        var direction = arange(0, modules.Layout.Size, ScalarType.Float64).sin();
        using ExampleBatch batch = new(["a"], new Dictionary<string, Tensor> { ["Tokens"] = tokens });
        Tensor? product = null;
        new LossHessian(new LanguageModelingTask(network), modules, order).Differentiate(batch, multiply =>
            product = multiply(direction).MoveToOuterDisposeScope()
        );
        var shares = order.Parameters.Select(entry => entry.Parameter).ToList();
        var places = order.Arrange([.. Places(shares)]).argsort(); // of each value in the direction
        var flat = direction.index_select(0, places);
        var difference = (Gradient(Step) - Gradient(-Step)) / (2 * Step);
        Assert.False(SecondDerivatives.AreTaken);
        Reference.Close(Reference.Values(difference), product!, 1e-6);

        Tensor Gradient(double step)
        {
            Move(step);
            network.zero_grad();
            var logits = network.call(tokens);
            nn.functional.cross_entropy(
                    logits.narrow(1, 0, s_tokens.Length - 1).reshape(-1, logits.shape[2]),
                    tokens.narrow(1, 1, s_tokens.Length - 1).reshape(-1),
                    reduction: nn.Reduction.Sum
                )
                .backward();
            Move(-step);
            return order.Arrange([.. shares.Select(parameter => parameter.grad!.detach().clone())]);
        }

        void Move(double step)
        {
            using var off = no_grad();
            long first = 0;
            foreach (var parameter in shares)
            {
                parameter.add_(flat.narrow(0, first, parameter.NumberOfElements).reshape(parameter.shape), step);
                first += parameter.NumberOfElements;
            }
        }

        static IEnumerable<Tensor> Places(IEnumerable<Tensor> parameters)
        {
            long first = 0;
            foreach (var parameter in parameters)
            {
                yield return arange(first, first + parameter.NumberOfElements, ScalarType.Float64).reshape(parameter.shape);
                first += parameter.NumberOfElements;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operations_AreThoseOfTheProductsThatRun(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Disturbed(name);
        var counted = 0.0;
        foreach (var (path, module) in network.named_modules())
        {
            var weight = module is TiedHead ? network.TokenTable : module.get_parameter("weight");
            if (module is nn.Module<Tensor, Tensor> product && module is not Embedding && weight?.dim() == 2)
            {
                product.register_forward_hook(
                    (_, input, output) =>
                    {
                        counted += 2.0 * weight.NumberOfElements * (input.NumberOfElements / input.shape[^1]);
                        return output;
                    }
                );
            }
        }

        network.call(tensor(s_tokens, [1, s_tokens.Length]));
        var attention = 4.0 * s_tokens.Length * s_tokens.Length * network.TokenTable.shape[1] * network.Layers;
        Assert.Equal(counted + attention, network.Operations(s_tokens.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientOfEveryParameter_EqualsThatOfTheFormulas_ForEachExampleOfAPaddedBatch(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Disturbed(name);
        network.to(ScalarType.Float64);
        var modules = TrackedModules.Select(network, ModuleSelection.AllParameters);
        Assert.Empty(modules.LeftOut);
        Assert.Equal(network.parameters().Sum(parameter => parameter.NumberOfElements), modules.Layout.Size);
        using var batch = new ExampleBatch(
            ["long", "short"],
            new Dictionary<string, Tensor>
            {
                ["Tokens"] = tensor(new long[] { 1, 2, 2, 8, 5, 5, 3, 0, 0, 0 }, [2, 5]),
                ["Tokens.Mask"] = tensor(new double[] { 1, 1, 1, 1, 1, 1, 1, 0, 0, 0 }, [2, 5], dtype: ScalarType.Float64),
            }
        );
        using var features = new FeatureBatch(batch.Ids, new GradientCollector(new LanguageModelingTask(network), modules).Collect(batch));
        var rows = features.ToRows(modules.Layout, ScalarType.Float64, CPU);
        foreach (var (index, tokens) in new long[][] { [1, 2, 2, 8, 5], [5, 3] }.Index())
        {
            var weights = Weights(network).ToDictionary(entry => entry.Key, entry => entry.Value.clone().requires_grad_(true));
            new PlainModel(network.Shape, weights).Loss(tokens).backward();
            foreach (var parameter in modules.Parameters)
            {
                var block = Enumerable.Range(0, modules.Layout.Blocks.Count).Single(i => modules.Layout.Blocks[i].Name == parameter.Module);
                var matrix = modules.Layout.Slice(rows[index].unsqueeze(0), block).view(modules.Layout.Blocks[block].Outputs, -1);
                var columns = parameter.IsBias ? matrix.narrow(1, matrix.shape[1] - 1, 1) : matrix.narrow(1, 0, parameter.Inputs);
                var actual = parameter.IsTransposed ? columns.t() : columns;
                var expected = weights[parameter.Name].grad ?? zeros_like(weights[parameter.Name]);
                Assert.True(
                    (actual.reshape(-1) - expected.reshape(-1)).abs().max().item<double>()
                        < 1e-11 * (1 + expected.abs().max().item<double>()),
                    parameter.Name
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CachedTokens_EqualThoseThatAreComputedAgain(string name)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        using var network = Disturbed(name);
        var whole = network.call(tensor(s_tokens, [1, s_tokens.Length]));
        using var cache = new KeyValueCache();
        foreach (var (start, end) in (ReadOnlySpan<(int, int)>)[(0, 2), (2, 3), (3, 6), (6, 7)])
        {
            var next = network.Next(tensor(s_tokens[start..end], [1, end - start]), cache);
            Assert.Equal(end, cache.Length);
            Reference.Close(Reference.Values(whole[0][end - 1]), next[0], 1e-5);
        }

        foreach (var temperature in new[] { 0, 0.8 })
        {
            GenerationOptions options = new()
            {
                Temperature = temperature,
                Seed = 3,
                MaximumTokens = 100,
            };
            int[] cached = [.. TextGenerator.Generate(network, [3, 12], options)];
            Assert.Equal(cached, TextGenerator.Generate(network, [3, 12], options with { UsesCache = false }));
            // One token after each of the positions.
            Assert.Equal(network.Positions - 1, cached.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LaterTokens_DoNotChangeEarlierLogits_AndTheBatchDoesNotMix(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Disturbed(name);
        var alone = network.call(tensor(new long[] { 1, 2, 3 }, [1, 3]));
        var padded = network.call(tensor(new long[] { 1, 2, 3, 9, 9, 4, 4, 4, 4, 4 }, [2, 5]));
        Assert.True((padded.narrow(0, 0, 1).narrow(1, 0, 3) - alone).abs().max().item<float>() < 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySubmodule_IsRunByCall(string name)
    {
        using var network = FamilySamples.Of(name).Create();
        using var input = tensor(s_tokens, [1, s_tokens.Length]);
        Reference.AssertEveryModuleIsCalled(network, input);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASavedFolder_OpensAsTheSameModel_InEveryElementType(string name)
    {
        using var directory = new TemporaryFolder();
        using var network = Disturbed(name);
        LanguageModelCheckpoint.Save(directory.Path, network);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16 })
        {
            using var opened = LanguageModelCheckpoint.Open(directory.Path, type);
            Assert.Equal(network.Shape, opened.Shape);
            Assert.Equal(network.state_dict().Keys, opened.state_dict().Keys);
            foreach (var (key, value) in network.state_dict())
            {
                using var rounded = value.to(type);
                Assert.Equal(type, opened.state_dict()[key].dtype);
                Assert.Equal(Reference.Values(rounded), Reference.Values(opened, key));
            }

            using var scope = NewDisposeScope();
            var input = tensor(s_tokens, [1, s_tokens.Length]);
            var difference = (opened.call(input).to(ScalarType.Float32) - network.call(input)).abs().max().item<float>();
            Assert.InRange(difference, 0, type == ScalarType.Float32 ? 0 : 0.1);
        }
    }

    [Fact]
    public void ADisposedModelAndItsPasses_LeaveNoTensors()
    {
        foreach (var name in FamilySamples.All.Select(sample => sample.Name))
        {
            using var scope = NewDisposeScope();
            var network = Disturbed(name);
            var before = scope.DisposablesCount;
            using (var input = tensor(s_tokens, [1, s_tokens.Length]))
            {
                network.call(input).Dispose();
            }

            _ = TextGenerator.Generate(network, [3, 12]).Count();
            Assert.Equal(before, scope.DisposablesCount);
            network.Dispose();
        }
    }

    internal static LanguageModel Disturbed(string name)
    {
        var network = FamilySamples.Of(name).Create();
        Reference.Disturb(network);
        network.eval();
        return network;
    }

    private static Dictionary<string, Tensor> Weights(LanguageModel network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach());
}
