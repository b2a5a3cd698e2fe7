using System.Text.Json.Nodes;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>GPT-NeoX and Pythia in config.json.</summary>
internal static class GptNeoXConfiguration
{
    private const string Share = "partial_rotary_factor";

    public static GptNeoXOptions Read(ConfigurationReader reader)
    {
        reader.Fixed("is_encoder_decoder", "false");
        reader.Fixed("add_cross_attention", "false");
        reader.Fixed("pruned_heads", "{}");
        reader.Fixed("quantization_config", "null");
        reader.Harmless("classifier_dropout");
        var defaults = new GptNeoXOptions();
        if (reader.Share("hidden_dropout") is > 0 and var dropout)
        {
            reader.Refuse("hidden_dropout", $"{dropout}", "0");
        }

        var share = reader.Share("rotary_pct");
        reader.Same("rope_theta", "rotary_emb_base");
        var (theta, scaling) = RotaryConfiguration.Read(reader, part => share = part.Share(Share) ?? share, "rotary_emb_base");
        var isExact = (reader.Choice("hidden_act", "gelu", "gelu_new", "gelu_fast", "gelu_pytorch_tanh") ?? "gelu") == "gelu";
        return new GptNeoXOptions
        {
            VocabularySize = reader.Needed("vocab_size"),
            Positions = reader.Needed("max_position_embeddings"),
            Width = reader.Needed("hidden_size"),
            InnerWidth = reader.Needed("intermediate_size"),
            Layers = reader.Needed("num_hidden_layers", LanguageModelOptions.MostLayers),
            Heads = reader.Needed("num_attention_heads"),
            RotaryShare = share ?? defaults.RotaryShare,
            Theta = theta,
            Scaling = scaling,
            IsParallel = reader.Flag("use_parallel_residual") ?? true,
            HasAttentionBias = reader.Flag("attention_bias") ?? true,
            NormEpsilon = reader.Positive("layer_norm_eps") ?? defaults.NormEpsilon,
            Gelu = isExact ? GeluKind.Exact : GeluKind.Tanh,
            HasTiedHead = reader.Flag("tie_word_embeddings") ?? false,
            AttentionDropout = reader.Share("attention_dropout") ?? 0,
        };
    }

    public static JsonObject? Write(LanguageModelOptions options)
    {
        if (options is not GptNeoXOptions neoX)
        {
            return null;
        }

        JsonObject json = new()
        {
            ["vocab_size"] = neoX.VocabularySize,
            ["max_position_embeddings"] = neoX.Positions,
            ["hidden_size"] = neoX.Width,
            ["intermediate_size"] = neoX.InnerWidth,
            ["num_hidden_layers"] = neoX.Layers,
            ["num_attention_heads"] = neoX.Heads,
            ["rotary_pct"] = neoX.RotaryShare,
            ["use_parallel_residual"] = neoX.IsParallel,
            ["attention_bias"] = neoX.HasAttentionBias,
            ["layer_norm_eps"] = neoX.NormEpsilon,
            ["hidden_act"] = neoX.Gelu == GeluKind.Exact ? "gelu" : "gelu_new",
            ["tie_word_embeddings"] = neoX.HasTiedHead,
            ["attention_dropout"] = neoX.AttentionDropout,
        };
        RotaryConfiguration.Write(json, neoX.Theta, neoX.Scaling, "rotary_emb_base");
        return json;
    }
}
