using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Language.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>Qwen2 in config.json: Llama with biases of queries, keys and values only.</summary>
internal static class Qwen2Configuration
{
    private const string LayerTypes = "layer_types";

    public static LlamaOptions Read(ConfigurationReader reader)
    {
        reader.Fixed("use_sliding_window", "false");
        reader.Fixed("use_mrope", "false");
        reader.Harmless("sliding_window", "max_window_layers");
        if (
            reader.Value(LayerTypes) is { } types
            && (types.ValueKind != JsonValueKind.Array || types.EnumerateArray().Any(type => type.ToString() != "full_attention"))
        )
        {
            reader.Refuse(LayerTypes, types.GetRawText(), "'full_attention' for every layer");
        }

        return LlamaConfiguration.ReadShape(reader) with
        {
            HasQueryKeyValueBias = true,
        };
    }

    public static JsonObject? Write(LanguageModelOptions options) =>
        options is LlamaOptions { HasQueryKeyValueBias: true, HasOutputBias: false, HasFeedForwardBias: false } llama
            ? LlamaConfiguration.WriteShape(llama)
            : null;
}
