using System.Text;
using System.Text.Json.Nodes;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>Published configurations are read as they are meant; every other key is refused by name.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string Llama31 = """
        {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 128000,
        "eos_token_id": [128001, 128008, 128009], "hidden_act": "silu", "hidden_size": 4096, "initializer_range": 0.02,
        "intermediate_size": 14336, "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama",
        "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
        "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
        "rope_type": "llama3"}, "rope_theta": 500000.0, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
        "transformers_version": "4.42.3", "use_cache": true, "vocab_size": 128256}
        """;

    private const string Pythia = """
        {"architectures": ["GPTNeoXForCausalLM"], "bos_token_id": 0, "eos_token_id": 0, "hidden_act": "gelu", "hidden_size": 512,
        "initializer_range": 0.02, "intermediate_size": 2048, "layer_norm_eps": 1e-05, "max_position_embeddings": 2048,
        "model_type": "gpt_neox", "num_attention_heads": 8, "num_hidden_layers": 6, "rotary_emb_base": 10000, "rotary_pct": 0.25,
        "tie_word_embeddings": false, "torch_dtype": "float16", "transformers_version": "4.24.0", "use_cache": true,
        "use_parallel_residual": true, "vocab_size": 50304}
        """;

    private const string Qwen2 = """
        {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151643,
        "hidden_act": "silu", "hidden_size": 896, "initializer_range": 0.02, "intermediate_size": 4864,
        "max_position_embeddings": 32768, "max_window_layers": 24, "model_type": "qwen2", "num_attention_heads": 14,
        "num_hidden_layers": 24, "num_key_value_heads": 2, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 32768,
        "tie_word_embeddings": true, "torch_dtype": "bfloat16", "transformers_version": "4.40.1", "use_cache": true, "use_mrope": false,
        "use_sliding_window": false, "vocab_size": 151936}
        """;

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string> Published => [Llama31, Pythia, Qwen2];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void PublishedConfigurations_AreReadAsTheyAreMeant()
    {
        Assert.Equal(
            new LlamaOptions
            {
                VocabularySize = 128_256,
                Positions = 131_072,
                Width = 4096,
                InnerWidth = 14_336,
                Layers = 32,
                Heads = 32,
                KeyValueHeads = 8,
                NormEpsilon = 1e-5,
                Theta = 500_000,
                Scaling = new(RotaryScalingKind.Llama3, 8, 1, 4, 8192),
            },
            Read(Llama31)
        );
        Assert.Equal(new GptNeoXOptions(), Read(Pythia));
        Assert.Equal(
            new LlamaOptions
            {
                VocabularySize = 151_936,
                Positions = 32_768,
                Width = 896,
                InnerWidth = 4864,
                Layers = 24,
                Heads = 14,
                KeyValueHeads = 2,
                NormEpsilon = 1e-6,
                Theta = 1_000_000,
                HasQueryKeyValueBias = true,
                HasTiedHead = true,
            },
            Read(Qwen2)
        );
    }

    // On the device 'meta' shapes take no memory: the published numbers of parameters.
    [Theory]
    [InlineData(Llama31, 8_030_261_248)]
    [InlineData(Pythia, 70_426_624)]
    [InlineData(Qwen2, 494_032_768)]
    public void PublishedModels_HaveTheirPublishedNumberOfParameters(string configuration, long expected)
    {
        using var network = Read(configuration).Create(device: TorchSharp.torch.META);
        Assert.Equal(expected, network.parameters().Sum(parameter => parameter.NumberOfElements));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void EveryKeyOfTheShape_IsNeeded_AndUnknownOnesAreRefused(string configuration)
    {
        foreach (
            var key in (ReadOnlySpan<string>)
                ["vocab_size", "max_position_embeddings", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads"]
        )
        {
            var most = key == "num_hidden_layers" ? 2000 : int.MaxValue;
            Refused(configuration, json => json.Remove(key), $"has no {key}, expected a whole number from 1 to {most}");
        }

        Refused(configuration, json => json.Remove("model_type"), "has no model_type, expected one of gpt2, llama, qwen2, gpt_neox");
        Refused(configuration, json => json["something_new"] = 1, "has something_new = '1', expected one of the keys of ");
        Refused(configuration, json => json["quantization_config"] = new JsonObject { ["bits"] = 4 }, "has quantization_config = ");
        Refused(
            configuration,
            json => json["hidden_act"] = "relu",
            "has hidden_act = 'relu', expected 'silu'",
            "has hidden_act = 'relu', expected 'gelu'"
        );
        Refused(
            configuration,
            json => json["rope_scaling"] = new JsonObject { ["type"] = "yarn", ["factor"] = 2 },
            "has rope_scaling.type = 'yarn', expected 'default', 'linear' or 'llama3'"
        );
        Refused(
            configuration,
            json =>
                json["rope_scaling"] = new JsonObject
                {
                    ["type"] = "linear",
                    ["factor"] = 2,
                    ["beta"] = 1,
                },
            "has rope_scaling.beta = '1', expected one of the keys of "
        );
    }

    [Fact]
    public void KeysThatWouldChangeTheNetwork_AreRefused()
    {
        Refused(Llama31, json => json["pretraining_tp"] = 2, "has pretraining_tp = '2', expected '1'");
        Refused(
            Llama31,
            json => json["rope_scaling"]!["factor"] = null,
            "has rope_scaling.factor = 'null', expected a number greater than 0"
        );
        Refused(Qwen2, json => json["use_sliding_window"] = true, "has use_sliding_window = 'true', expected 'false'");
        Refused(Qwen2, json => json["layer_types"] = new JsonArray("sliding_attention"), "has layer_types = ");
        Refused(Pythia, json => json["hidden_dropout"] = 0.1, "has hidden_dropout = '0.1', expected 0");
        Refused(
            Llama31,
            json => json["architectures"] = new JsonArray("LlamaForSequenceClassification"),
            "has architectures = 'LlamaForSequenceClassification', expected a model of the next token"
        );
        Refused(Pythia, json => json["rope_theta"] = 5, "has rope_theta = '5', expected the same as rotary_emb_base");
    }

    // Since version 5 of transformers.
    [Fact]
    public void RotaryParametersInOnePlace_AreReadToo()
    {
        Assert.Equal(Read(Llama31), Read(Llama31, json =>
            {
                var parameters = json["rope_scaling"]!.DeepClone();
                parameters["rope_theta"] = 500000.0;
                json.Remove("rope_scaling");
                json.Remove("rope_theta");
                json["rope_parameters"] = parameters;
            }));
        var neoX = Assert.IsType<GptNeoXOptions>(Read(Pythia, json =>
            {
                json.Remove("rotary_pct");
                json.Remove("rotary_emb_base");
                json["rope_parameters"] = JsonNode.Parse("""{"rope_type": "default", "rope_theta": 77, "partial_rotary_factor": 0.5}""");
            }));
        Assert.Equal((77, 0.5, GeluKind.Exact), (neoX.Theta, neoX.RotaryShare, neoX.Gelu));
    }

    [Fact]
    public void SizesThatDoNotGoTogether_AreRefusedByTheirFile()
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(Llama31, json => json["num_key_value_heads"] = 5)).Message;
        Assert.StartsWith($"'{Path.Combine(_directory.Path, "config.json")}': The number of heads 32 is not a multiple", message);
        Assert.EndsWith("5. Fetch the configuration again.", message);
        message = Assert.Throws<InvalidDataException>(() => Read(Pythia, json => json["num_attention_heads"] = 7)).Message;
        Assert.Contains("config.json': The width 512 is not a multiple of the number of heads 7.", message);
    }

    private LanguageModelOptions Read(string configuration, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(configuration)!.AsObject();
        change?.Invoke(json);
        return LanguageModelCheckpoint.ReadOptions(_directory.Write("config.json", Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    private void Refused(string configuration, Action<JsonObject> change, params string[] expected)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(configuration, change)).Message;
        Assert.Contains(expected, text => message.Contains(text, StringComparison.Ordinal));
    }
}
