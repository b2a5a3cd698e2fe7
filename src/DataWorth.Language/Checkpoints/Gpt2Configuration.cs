using System.Text.Json.Nodes;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>GPT-2 in config.json.</summary>
internal static class Gpt2Configuration
{
    public static Gpt2Options Read(ConfigurationReader reader)
    {
        reader.Fixed("scale_attn_weights", "true");
        reader.Fixed("scale_attn_by_inverse_layer_idx", "false");
        reader.Fixed("add_cross_attention", "false");
        reader.Fixed("is_encoder_decoder", "false");
        reader.Fixed("n_special", "0");
        reader.Fixed("pruned_heads", "{}");
        reader.Fixed("quantization_config", "null");
        reader.Same("hidden_size", "n_embd");
        reader.Same("max_position_embeddings", "n_positions");
        reader.Same("num_attention_heads", "n_head");
        reader.Same("num_hidden_layers", "n_layer");
        reader.Harmless(
            "n_ctx",
            "predict_special_tokens",
            "reorder_and_upcast_attn",
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj"
        );
        var defaults = new Gpt2Options();
        var dropout = reader.Share("resid_pdrop") ?? defaults.Dropout;
        var embedding = reader.Share("embd_pdrop") ?? defaults.Dropout;
        var attention = reader.Share("attn_pdrop") ?? defaults.Dropout;
        return new Gpt2Options
        {
            VocabularySize = reader.Count("vocab_size") ?? defaults.VocabularySize,
            Positions = reader.Count("n_positions") ?? defaults.Positions,
            Width = reader.Count("n_embd") ?? defaults.Width,
            Layers = reader.Count("n_layer", LanguageModelOptions.MostLayers) ?? defaults.Layers,
            Heads = reader.Count("n_head") ?? defaults.Heads,
            InnerWidth = reader.Count("n_inner"),
            NormEpsilon = reader.Positive("layer_norm_epsilon") ?? defaults.NormEpsilon,
            Gelu = reader.Choice("activation_function", "gelu_new", "gelu_pytorch_tanh", "gelu") == "gelu" ? GeluKind.Exact : GeluKind.Tanh,
            HasTiedHead = reader.Flag("tie_word_embeddings") ?? true,
            Dropout = dropout,
            EmbeddingDropout = embedding == dropout ? null : embedding,
            AttentionDropout = attention == dropout ? null : attention,
        };
    }

    public static JsonObject? Write(LanguageModelOptions options) =>
        options is Gpt2Options gpt2
            ? new JsonObject
            {
                ["vocab_size"] = gpt2.VocabularySize,
                ["n_positions"] = gpt2.Positions,
                ["n_embd"] = gpt2.Width,
                ["n_layer"] = gpt2.Layers,
                ["n_head"] = gpt2.Heads,
                ["n_inner"] = gpt2.InnerWidth,
                ["layer_norm_epsilon"] = gpt2.NormEpsilon,
                ["activation_function"] = gpt2.Gelu == GeluKind.Exact ? "gelu" : "gelu_new",
                ["tie_word_embeddings"] = gpt2.HasTiedHead,
                ["resid_pdrop"] = gpt2.Dropout,
                ["embd_pdrop"] = gpt2.EmbeddingDropout ?? gpt2.Dropout,
                ["attn_pdrop"] = gpt2.AttentionDropout ?? gpt2.Dropout,
            }
            : null;
}
