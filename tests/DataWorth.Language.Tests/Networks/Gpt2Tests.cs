using DataWorth.Artifacts;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

public class Gpt2Tests
{
    private static readonly Gpt2Options s_small = new()
    {
        VocabularySize = 11,
        Positions = 7,
        Width = 6,
        Layers = 2,
        Heads = 3,
    };

    [Fact]
    public void GPT2Small_HasThePublishedNumberOfParameters_ByFormula()
    {
        // 124,439,808 = (50,257 + 1,024) · 768 + 12 · (12 · 768² + 13 · 768) + 2 · 768: checked on a small shape, which takes no memory.
        using var network = new Gpt2(s_small);
        Assert.Equal((11 + 7) * 6 + 2 * (12 * 36 + 13 * 6) + 12, network.parameters().Sum(parameter => parameter.NumberOfElements));
        Assert.Equal(124_439_808, (50_257 + 1_024) * 768 + 12 * (12 * 768 * 768 + 13 * 768) + 2 * 768);
    }

    [Fact]
    public void EverySubmodule_IsRunByCall()
    {
        using var network = new Gpt2(s_small with { HasTiedHead = false });
        using var input = tensor(new long[] { 1, 2, 3, 4 }, [1, 4]);
        Reference.AssertEveryModuleIsCalled(network, input);
    }

    [Theory]
    [InlineData(GeluKind.Tanh, true)]
    [InlineData(GeluKind.Exact, false)]
    public void Forward_EqualsPlainLoops(GeluKind gelu, bool tied)
    {
        using var network = new Gpt2(s_small with { Gelu = gelu, HasTiedHead = tied });
        Reference.Disturb(network);
        network.eval();
        using var input = tensor(new long[] { 3, 10, 0, 7, 7 }, [1, 5]);
        using var output = network.call(input);
        Assert.Equal([1L, 5, 11], output.shape);
        Reference.Close(PlainGpt2.Logits(network, [3, 10, 0, 7, 7]), output, 1e-5);
    }

    [Fact]
    public void LaterTokens_DoNotChangeEarlierLogits_AndTheBatchDoesNotMix()
    {
        using var scope = NewDisposeScope();
        using var network = new Gpt2(s_small);
        SeededInitialization.Apply(network, 1);
        network.eval();
        var alone = network.call(tensor(new long[] { 1, 2, 3 }, [1, 3]));
        var padded = network.call(tensor(new long[] { 1, 2, 3, 9, 9, 4, 4, 4, 4, 4 }, [2, 5]));
        Assert.True((padded.narrow(0, 0, 1).narrow(1, 0, 3) - alone).abs().max().item<float>() < 1e-6);
    }

    [DataFact("models/tiny_gpt2/model.safetensors")]
    public void AHuggingFaceFolder_IsLoaded_AndComputesAsPlainLoops()
    {
        using var network = Assert.IsType<Gpt2>(LanguageModelCheckpoint.Open(SharedData.Locate("models/tiny_gpt2")));
        Assert.Equal(
            (21L, 1024L, 2L, 1, 1L),
            (
                network.Options.VocabularySize,
                network.Options.Positions,
                network.Options.Width,
                network.Options.Layers,
                network.Options.Heads
            )
        );
        Assert.False(network.training);
        using var input = tensor(new long[] { 0, 20, 5 }, [1, 3]);
        using var output = network.call(input);
        Reference.Close(PlainGpt2.Logits(network, [0, 20, 5]), output, 1e-5);
    }

    [DataFact("../golden/gpt.safetensors")]
    public void GoldenWeights_GiveTheGoldenLogits()
    {
        using var scope = NewDisposeScope();
        using var reader = SafetensorsFile.Open(SharedData.Locate("../golden/gpt.safetensors"));
        using var network = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = 64,
                Positions = 24,
                Width = 32,
                Layers = 2,
                Heads = 2,
                Gelu = GeluKind.Exact,
                HasTiedHead = false,
            }
        );
        network.load_state_dict(Remapped(name => Reference.Read(reader, "weights/" + name)));
        network.eval();
        var tokens = Reference.Read(reader, "data/query_tokens").to(ScalarType.Int64).narrow(1, 0, 24);
        Reference.Close(Reference.Values(Reference.Read(reader, "logits/query")), network.call(tokens), 1e-5);
    }

    [Fact]
    public void AFileWithPrefixAndMasks_Fits_AndOneOfAnotherShapeIsRefused()
    {
        using var scope = NewDisposeScope();
        using var directory = new TemporaryFolder();
        using var source = new Gpt2(s_small);
        SeededInitialization.Apply(source, 3);
        var path = Path.Combine(directory.Path, "model.safetensors");
        var tensors = source.state_dict().ToDictionary(entry => "transformer." + entry.Key, entry => entry.Value.detach().contiguous());
        tensors["transformer.h.0.attn.bias"] = ones([1, 1, 7, 7]);
        tensors["lm_head.weight"] = source.state_dict()["wte.weight"].detach();
        using (
            var writer = SafetensorsFile.Create(
                path,
                tensors.Select(entry => new SafetensorsEntry(entry.Key, SafetensorsDType.F32, entry.Value.shape))
            )
        )
        {
            foreach (var entry in writer.Tensors)
            {
                writer.Write(entry.Name, tensors[entry.Name].bytes);
            }

            writer.Commit();
        }
        using var target = new Gpt2(s_small);
        LanguageModelCheckpoint.LoadWeights(path, target);
        foreach (var (name, value) in source.state_dict())
        {
            Assert.Equal(Reference.Values(value), Reference.Values(target, name));
        }

        using var other = new Gpt2(s_small with { VocabularySize = 12 });
        var error = Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.LoadWeights(path, other));
        Assert.Equal(
            $"Checkpoint '{path}' does not fit Gpt2: tensor 'wte.weight' is [11, 6] in the file and [12, 6] in the network. "
                + "Create the network with the shape that the checkpoint was saved with.",
            error.Message
        );
    }

    [Fact]
    public void WrongShapesAndInputs_AreRefused()
    {
        Assert.StartsWith(
            "The width 6 is not a multiple of the number of heads 4.",
            Assert.Throws<ArgumentException>(() => new Gpt2(s_small with { Heads = 4 })).Message
        );
        foreach (
            var (options, message) in (ReadOnlySpan<(Gpt2Options, string)>)
                [
                    (s_small with { Heads = 0 }, "Heads should be at least 1, got 0."),
                    (s_small with { Width = 0 }, "Width should be at least 1, got 0."),
                    (s_small with { InnerWidth = 0 }, "InnerWidth should be at least 1, got 0."),
                    (s_small with { VocabularySize = 0 }, "VocabularySize should be at least 1, got 0."),
                    (s_small with { Positions = -1 }, "Positions should be at least 1, got -1."),
                    (s_small with { Layers = -1 }, "Layers should be from 0 to 2000, got -1."),
                    (s_small with { NormEpsilon = double.NaN }, "NormEpsilon should be greater than 0, got NaN."),
                    (s_small with { Dropout = 1.5 }, "Dropout should be from 0 to 1, got 1.5."),
                    (s_small with { EmbeddingDropout = -1 }, "EmbeddingDropout should be from 0 to 1, got -1."),
                    (s_small with { AttentionDropout = double.NaN }, "AttentionDropout should be from 0 to 1, got NaN."),
                ]
        )
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gpt2(options));
            Assert.StartsWith(message, error.Message);
        }

        using var network = new Gpt2(s_small);
        using var flat = tensor(new long[] { 1, 2 });
        Assert.StartsWith("Expected tokens of shape [B, T], got [2].", Assert.Throws<ArgumentException>(() => network.call(flat)).Message);
        using var tooLong = zeros([1, 8], ScalarType.Int64);
        Assert.StartsWith(
            "The sequence has 8 tokens, but the model has 7 positions.",
            Assert.Throws<ArgumentException>(() => network.call(tooLong)).Message
        );
    }

    [Fact]
    public void AnotherConfiguration_IsRefused()
    {
        using var directory = new TemporaryFolder();
        var path = directory.Write("config.json", """{ "model_type": "bert" }"""u8.ToArray());
        var error = Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.ReadOptions(path));
        Assert.Equal(
            $"Configuration '{path}' has model_type = 'bert', expected 'gpt2', 'llama', 'qwen2' or 'gpt_neox': this model is not supported.",
            error.Message
        );
        directory.Write("config.json", """{ "model_type": "gpt2", "activation_function": "relu" }"""u8.ToArray());
        Assert.Contains(
            "activation_function = 'relu'",
            Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.ReadOptions(path)).Message
        );
    }

    private static Dictionary<string, Tensor> Remapped(Func<string, Tensor> read)
    {
        var names = new Dictionary<string, Tensor>
        {
            ["wte.weight"] = read("tok.weight"),
            ["wpe.weight"] = read("pos.weight"),
            ["ln_f.weight"] = read("lnf.weight"),
            ["ln_f.bias"] = read("lnf.bias"),
            ["lm_head.weight"] = read("head.weight"),
        };
        for (var layer = 0; layer < 2; layer++)
        {
            var (from, to) = ($"blocks.{layer}.", $"h.{layer}.");
            names[to + "attn.c_attn.weight"] = cat([read(from + "q.weight"), read(from + "k.weight"), read(from + "v.weight")]).t();
            names[to + "attn.c_attn.bias"] = cat([read(from + "q.bias"), read(from + "k.bias"), read(from + "v.bias")]);
            Linear("o", "attn.c_proj");
            Linear("fc1", "mlp.c_fc");
            Linear("fc2", "mlp.c_proj");
            foreach (var norm in new[] { "1", "2" })
            {
                names[$"{to}ln_{norm}.weight"] = read($"{from}ln{norm}.weight");
                names[$"{to}ln_{norm}.bias"] = read($"{from}ln{norm}.bias");
            }

            void Linear(string source, string target)
            {
                names[$"{to}{target}.weight"] = read($"{from}{source}.weight").t();
                names[$"{to}{target}.bias"] = read($"{from}{source}.bias");
            }
        }
        return names;
    }
}
