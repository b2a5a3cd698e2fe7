using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Language.Generation;
using DataWorth.Tasks;
using DataWorth.TestKit;
using DataWorth.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

/// <summary>On a GPU every family of language models gives what it gives on the processor, up to the order of sums.</summary>
public sealed class CudaTests
{
    private static readonly long[] s_tokens = [3, 12, 0, 7, 7, 1, 9];

    public static TheoryData<string> Names => FamilySamples.Names;

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void Logits_OnAGpu_AreThoseOfTheProcessor(string name)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        using var network = FamilyLaws.Disturbed(name);
        network.to(ScalarType.Float64);
        var input = tensor(s_tokens, [1, s_tokens.Length]);
        var expected = Reference.Values(network.call(input));
        network.to(CUDA);
        foreach (var (type, relative) in new[] { (ScalarType.Float64, 1e-12), (ScalarType.Float32, 1e-5), (ScalarType.BFloat16, 0.1) })
        {
            network.to(type);
            var logits = network.call(input.cuda());
            Assert.Equal(DeviceType.CUDA, logits.device_type);
            Reference.Close(expected, logits.to(ScalarType.Float64).cpu(), relative);
        }
    }

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void GradientsOfPaddedTexts_OnAGpu_AreThoseOfTheProcessor(string name)
    {
        using var scope = NewDisposeScope();
        using var network = FamilyLaws.Disturbed(name);
        network.to(ScalarType.Float64);
        Reference.Close(Gradients(network, CPU), Rows(network, CUDA), 1e-11);
        network.to(ScalarType.Float32);
        Reference.Close(Gradients(network, CPU), Rows(network, CUDA), 1e-4);
    }

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void Texts_AreGoneOnWithAlike(string name)
    {
        using var scope = NewDisposeScope();
        using var network = FamilyLaws.Disturbed(name);
        network.to(ScalarType.Float64);
        GenerationOptions options = new() { Temperature = 0, MaximumTokens = 100 };
        int[] expected = [.. TextGenerator.Generate(network, [3, 12], options)];
        network.to(CUDA);
        Assert.Equal(expected, TextGenerator.Generate(network, [3, 12], options));
    }

    private static double[] Gradients(Language.Networks.LanguageModel network, Device device) => Reference.Values(Rows(network, device));

    private static Tensor Rows(Language.Networks.LanguageModel network, Device device)
    {
        network.to(device);
        var modules = TrackedModules.Select(network, ModuleSelection.AllParameters);
        var type = network.TokenTable.dtype;
        using var batch = new ExampleBatch(
            ["long", "short"],
            new Dictionary<string, Tensor>
            {
                ["Tokens"] = tensor(new long[] { 1, 2, 2, 8, 5, 5, 3, 0, 0, 0 }, [2, 5], device: device),
                ["Tokens.Mask"] = tensor(new double[] { 1, 1, 1, 1, 1, 1, 1, 0, 0, 0 }, [2, 5], dtype: type, device: device),
            }
        );
        using var features = new FeatureBatch(batch.Ids, new GradientCollector(new LanguageModelingTask(network), modules).Collect(batch));
        return features.ToRows(modules.Layout, type, device).cpu();
    }
}
