using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Networks;

/// <summary>A folder of GPT-2 is loaded as it says, or refused by the name of what is not supported.</summary>
public sealed class Gpt2CheckpointTests : IDisposable
{
    // Every matrix but c_attn is square, so that no shape tells its orientation.
    private static readonly Gpt2Options s_square = new()
    {
        VocabularySize = 6,
        Positions = 6,
        Width = 6,
        InnerWidth = 6,
        Layers = 1,
        Heads = 2,
    };

    private readonly TemporaryFolder _directory = new();

    private string Config => Path.Combine(_directory.Path, "config.json");

    private string Weights => Path.Combine(_directory.Path, "model.safetensors");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SquareWeights_AreLoadedInTheOrientationOfTheFile(bool tied)
    {
        WriteConfig(json => json["tie_word_embeddings"] = tied);
        var weights = Tensors(s_square with { HasTiedHead = tied });
        WriteWeights(weights);
        using var network = LanguageModelCheckpoint.Open(_directory.Path);
        Assert.Equal(s_square with { HasTiedHead = tied }, network.Shape);
        using var input = tensor(new long[] { 3, 1, 0, 5 }, [1, 4]);
        using var output = network.call(input);
        // Weights [I, O] of the file: y_o = sum_i x_i W[i, o] + b_o.
        using var reader = SafetensorsFile.Open(Weights);
        Reference.Close(
            PlainGpt2.Logits(s_square with { HasTiedHead = tied }, name => Reference.Values(Reference.Read(reader, name)), [3, 1, 0, 5]),
            output,
            1e-5
        );

        // The weights are asymmetric: those of another orientation give other logits.
        weights["h.0.mlp.c_fc.weight"] = weights["h.0.mlp.c_fc.weight"].t().contiguous();
        WriteWeights(weights);
        using var other = LanguageModelCheckpoint.Open(_directory.Path);
        using var otherOutput = other.call(input);
        Assert.True((output - otherOutput).abs().max().item<float>() > 1e-3);
    }

    [Theory]
    [InlineData("scale_attn_weights", "false", "expected 'true'")]
    [InlineData("scale_attn_by_inverse_layer_idx", "true", "expected 'false'")]
    [InlineData("add_cross_attention", "true", "expected 'false'")]
    [InlineData("is_encoder_decoder", "true", "expected 'false'")]
    [InlineData("pruned_heads", """{"0":[1]}""", "expected '{}'")]
    [InlineData("quantization_config", """{"bits":4}""", "expected 'null'")]
    [InlineData("model_type", "\"bert\"", "expected 'gpt2', 'llama', 'qwen2' or 'gpt_neox'")]
    [InlineData("activation_function", "\"relu\"", "expected 'gelu_new', 'gelu_pytorch_tanh' or 'gelu'")]
    [InlineData("rotary_dim", "64", "expected one of the keys of GPT-2")]
    [InlineData("n_special", "3", "expected '0'")]
    [InlineData("hidden_size", "7", "expected the same as n_embd")]
    [InlineData("n_embd", "\"768\"", "expected a whole number from 1 to 2147483647")]
    [InlineData("n_layer", "1.5", "expected a whole number from 1 to 2000")]
    [InlineData("n_layer", "99999999999", "expected a whole number from 1 to 2000")]
    [InlineData("n_head", "0", "expected a whole number from 1 to 2147483647")]
    [InlineData("layer_norm_epsilon", "0", "expected a number greater than 0")]
    [InlineData("resid_pdrop", "1.5", "expected a number from 0 to 1")]
    [InlineData("attn_pdrop", "-1", "expected a number from 0 to 1")]
    [InlineData("tie_word_embeddings", "\"no\"", "expected true or false")]
    [InlineData("model_type", "7", "expected a text")]
    [InlineData("n_layer", "3000000", "expected a whole number from 1 to 2000")]
    public void EveryKeyThatIsNotObeyed_IsRefusedByName(string key, string value, string expected)
    {
        WriteConfig(json => json[key] = JsonNode.Parse(value));
        var message = Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.ReadOptions(Config)).Message;
        var found = value.StartsWith('"') ? value.Trim('"') : value;
        Assert.StartsWith($"Configuration '{Config}' has {key} = '{found}', {expected}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysWithoutInfluenceOnTheNetwork_AndDefaults_AreAccepted()
    {
        WriteConfig(json =>
        {
            json["scale_attn_weights"] = true;
            json["scale_attn_by_inverse_layer_idx"] = false;
            json["add_cross_attention"] = null;
            json["pruned_heads"] = new JsonObject();
            json["torch_dtype"] = "float32";
            json["task_specific_params"] = new JsonObject { ["x"] = 1 };
            json["eos_token_id"] = 5;
            // As the published folders of the medium size have them.
            json["n_special"] = 0;
            json["predict_special_tokens"] = true;
            json["hidden_size"] = 6;
            json["id2label"] = new JsonObject { ["0"] = "A" };
        });
        Assert.Equal(s_square, LanguageModelCheckpoint.ReadOptions(Config));
    }

    [Fact]
    public void TheThreeProbabilitiesOfDropping_AreObeyedEach()
    {
        WriteConfig(json =>
        {
            json["resid_pdrop"] = 0.0;
            json["embd_pdrop"] = 0.25;
            json["attn_pdrop"] = 0.5;
        });
        var options = Assert.IsType<Gpt2Options>(LanguageModelCheckpoint.ReadOptions(Config));
        Assert.Equal((0.0, 0.25, 0.5), (options.Dropout, options.EmbeddingDropout, options.AttentionDropout));
        using var network = new Gpt2(options);
        Assert.Equal([0.25, 0, 0], network.modules().OfType<TorchSharp.Modules.Dropout>().Select(dropout => dropout.p));
        // What is not said keeps the text of older checkpoints.
        var text = JsonSerializer.Serialize(s_square);
        Assert.DoesNotContain("EmbeddingDropout", text);
        Assert.DoesNotContain("AttentionDropout", text);
    }

    [Theory]
    [InlineData("{ \"n_embd\": 6,", "is not valid JSON")]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{ \"n_embd\": 6, \"n_embd\": 7 }", "is not valid JSON")]
    [InlineData("", "is not valid JSON")]
    public void AConfigurationThatIsNoJsonObject_IsRefusedWithItsPath(string text, string fault)
    {
        _directory.Write("config.json", Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.ReadOptions(Config));
        Assert.StartsWith($"Configuration '{Config}' {fault}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AConfiguration_IsReadAsStrictUtf8_WithoutItsMark()
    {
        _directory.Write("config.json", [0xEF, 0xBB, 0xBF, .. "[1]"u8]);
        Assert.StartsWith($"Configuration '{Config}' is not a JSON object", Refused(), StringComparison.Ordinal);
        _directory.Write("config.json", [.. "{ \"a\": \""u8, 0xFF, .. "\" }"u8]);
        Assert.Equal($"Text file '{Config}' is not valid UTF-8: byte 8 is 0xFF. Convert it to UTF-8.", Refused());

        string Refused() => Assert.Throws<InvalidDataException>(() => LanguageModelCheckpoint.ReadOptions(Config)).Message;
    }

    [Fact]
    public void MetadataOfACheckpointThatIsNoJson_IsRefusedWithItsPath()
    {
        WriteWeights(Tensors(s_square), metadata: """{"network":"{broken"}""");
        var error = Assert.Throws<InvalidDataException>(() => Models.Training.Checkpoints.ReadMetadata(Weights));
        Assert.StartsWith($"Checkpoint '{Weights}' has 'network' metadata that is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoTablesOfATiedModel_AreRefusedWhenTheyDiffer()
    {
        WriteConfig();
        var weights = Tensors(s_square);
        weights["lm_head.weight"] = weights["wte.weight"].clone();
        WriteWeights(weights);
        LanguageModelCheckpoint.Open(_directory.Path).Dispose();

        weights["lm_head.weight"][5, 5] += 1;
        WriteWeights(weights);
        Assert.Equal(
            $"Checkpoint '{Weights}' has different tables 'wte.weight' and 'lm_head.weight', but the network has one for both. Set "
                + "tie_word_embeddings to false in config.json (HasTiedHead in the options), or remove the table that is not meant.",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );

        // Programs that write shared tensors once may keep either name.
        weights.Remove("wte.weight");
        WriteWeights(weights);
        using var network = LanguageModelCheckpoint.Open(_directory.Path);
        Assert.Equal(Reference.Values(weights["lm_head.weight"]), Reference.Values(network, "wte.weight"));
    }

    [Fact]
    public void OneTensorUnderTwoNames_IsRefused()
    {
        WriteConfig();
        var weights = Tensors(s_square);
        weights["transformer.wpe.weight"] = weights["wpe.weight"] + 1;
        WriteWeights(weights);
        Assert.Contains(
            "tensors 'wpe.weight' and 'transformer.wpe.weight' are both 'wpe.weight'",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("I64", 8)]
    [InlineData("I32", 4)]
    [InlineData("I8", 1)]
    [InlineData("U8", 1)]
    [InlineData("BOOL", 1)]
    [InlineData("U32", 4)]
    [InlineData("F8_E4M3", 1)]
    public void WeightsOfAnotherKindOfNumber_AreRefused(string type, int size)
    {
        WriteConfig();
        WriteWeights(Tensors(s_square), ("wpe.weight", type, [6, 6], size));
        Assert.Equal(
            $"Checkpoint '{Weights}' does not fit Gpt2: tensor 'wpe.weight' has the element type {type} in the file, expected F32, "
                + "F16, BF16 or F64. Weights and config.json are not of one model: fetch both again.",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message
        );
    }

    [Theory]
    [InlineData("U32", 4)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("U8", 1)]
    public void ATensorThatIsNotUsed_MayBeOfAnyType(string type, int size)
    {
        WriteConfig();
        WriteWeights(Tensors(s_square), ("transformer.h.0.attn.bias", type, [1, 1, 6, 6], size));
        LanguageModelCheckpoint.Open(_directory.Path).Dispose();

        WriteWeights(Tensors(s_square), ("score.weight", type, [1], size));
        Assert.Contains(
            "tensor 'score.weight' is unexpected",
            Assert.Throws<CheckpointMismatchException>(() => LanguageModelCheckpoint.Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MetadataThatIsNull_IsNone()
    {
        WriteConfig();
        WriteWeights(Tensors(s_square), metadata: "null");
        LanguageModelCheckpoint.Open(_directory.Path).Dispose();
        Assert.Null(Models.Training.Checkpoints.ReadMetadata(Weights).Network);
    }

    private static Dictionary<string, Tensor> Tensors(Gpt2Options options)
    {
        using var network = new Gpt2(options);
        Reference.Disturb(network);
        return network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
    }

    private void WriteConfig(Action<JsonObject>? change = null)
    {
        JsonObject json = new()
        {
            ["model_type"] = "gpt2",
            ["vocab_size"] = 6,
            ["n_positions"] = 6,
            ["n_embd"] = 6,
            ["n_inner"] = 6,
            ["n_layer"] = 1,
            ["n_head"] = 2,
        };
        change?.Invoke(json);
        _directory.Write("config.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    // Written by hand, so that types that the library does not write can stand in it; the last tensor replaces one of its name.
    private void WriteWeights(
        Dictionary<string, Tensor> weights,
        (string Name, string Type, long[] Shape, int Size)? other = null,
        string? metadata = null
    )
    {
        List<(string Name, string Type, long[] Shape, byte[] Bytes)> tensors =
        [
            .. weights
                .Where(entry => entry.Key != other?.Name)
                .Select(entry => (entry.Key, "F32", entry.Value.shape, entry.Value.bytes.ToArray())),
        ];
        if (other is { } last)
        {
            tensors.Add((last.Name, last.Type, last.Shape, new byte[last.Size * last.Shape.Aggregate(1L, (left, right) => left * right)]));
        }

        long offset = 0;
        List<string> entries = metadata is null ? [] : [$"\"__metadata__\":{metadata}"];
        foreach (var (name, type, shape, bytes) in tensors)
        {
            entries.Add(
                $$"""
                "{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{offset}},{{offset += bytes.Length}}]}
                """
            );
        }

        var header = Encoding.UTF8.GetBytes("{" + string.Join(",", entries) + "}");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        _directory.Write("model.safetensors", [.. length, .. header, .. tensors.SelectMany(tensor => tensor.Bytes)]);
    }
}
