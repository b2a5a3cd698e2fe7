using System.Text.Json.Nodes;
using DataWorth.Language.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>Llama in config.json.</summary>
internal static class LlamaConfiguration
{
    public static LlamaOptions Read(ConfigurationReader reader)
    {
        reader.Fixed("pretraining_tp", "1");
        var hasBias = reader.Flag("attention_bias") ?? false;
        return ReadShape(reader) with
        {
            HasQueryKeyValueBias = hasBias,
            HasOutputBias = hasBias,
            HasFeedForwardBias = reader.Flag("mlp_bias") ?? false,
        };
    }

    public static JsonObject? Write(LanguageModelOptions options)
    {
        if (options is not LlamaOptions llama || llama.HasQueryKeyValueBias != llama.HasOutputBias)
        {
            return null;
        }

        var json = WriteShape(llama);
        json["attention_bias"] = llama.HasOutputBias;
        json["mlp_bias"] = llama.HasFeedForwardBias;
        return json;
    }

    /// <summary>What Llama and its relatives have in common.</summary>
    public static LlamaOptions ReadShape(ConfigurationReader reader)
    {
        reader.Fixed("is_encoder_decoder", "false");
        reader.Fixed("add_cross_attention", "false");
        reader.Fixed("pruned_heads", "{}");
        reader.Fixed("quantization_config", "null");
        _ = reader.Choice("hidden_act", "silu", "swish");
        var (theta, scaling) = RotaryConfiguration.Read(reader);
        return new LlamaOptions
        {
            VocabularySize = reader.Needed("vocab_size"),
            Positions = reader.Needed("max_position_embeddings"),
            Width = reader.Needed("hidden_size"),
            InnerWidth = reader.Needed("intermediate_size"),
            Layers = reader.Needed("num_hidden_layers", LanguageModelOptions.MostLayers),
            Heads = reader.Needed("num_attention_heads"),
            KeyValueHeads = reader.Count("num_key_value_heads"),
            HeadWidth = reader.Count("head_dim"),
            NormEpsilon = reader.Positive("rms_norm_eps") ?? 1e-6,
            Theta = theta,
            Scaling = scaling,
            HasTiedHead = reader.Flag("tie_word_embeddings") ?? false,
            AttentionDropout = reader.Share("attention_dropout") ?? 0,
        };
    }

    public static JsonObject WriteShape(LlamaOptions llama)
    {
        JsonObject json = new()
        {
            ["vocab_size"] = llama.VocabularySize,
            ["max_position_embeddings"] = llama.Positions,
            ["hidden_size"] = llama.Width,
            ["intermediate_size"] = llama.InnerWidth,
            ["num_hidden_layers"] = llama.Layers,
            ["num_attention_heads"] = llama.Heads,
            ["num_key_value_heads"] = llama.KeyValueHeads,
            ["head_dim"] = llama.HeadWidth,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = llama.NormEpsilon,
            ["tie_word_embeddings"] = llama.HasTiedHead,
            ["attention_dropout"] = llama.AttentionDropout,
        };
        RotaryConfiguration.Write(json, llama.Theta, llama.Scaling);
        return json;
    }
}
