using System.Text.Json;
using DataWorth.Models.Data;

namespace DataWorth.Models.Networks;

/// <summary>Reads a Hugging Face config.json of GPT-2: every key is obeyed, known to be harmless, or refused by name.</summary>
internal static class Gpt2Configuration
{
    private const string Whole = "a whole number from 1 to 2147483647";

    private static readonly string[] s_obeyed = (
        "model_type activation_function vocab_size n_positions n_embd n_layer n_head "
        + "n_inner layer_norm_epsilon tie_word_embeddings resid_pdrop embd_pdrop attn_pdrop"
    ).Split(' ');

    // Keys that change what the network computes, with the only value that is supported, which is the default.
    private static readonly Dictionary<string, string> s_fixed = new()
    {
        ["scale_attn_weights"] = "true",
        ["scale_attn_by_inverse_layer_idx"] = "false",
        ["add_cross_attention"] = "false",
        ["is_encoder_decoder"] = "false",
        ["n_special"] = "0",
        ["pruned_heads"] = "{}",
        ["quantization_config"] = "null",
    };

    // Other names of keys, which must say the same.
    private static readonly Dictionary<string, string> s_aliases = new()
    {
        ["hidden_size"] = "n_embd",
        ["max_position_embeddings"] = "n_positions",
        ["num_attention_heads"] = "n_head",
        ["num_hidden_layers"] = "n_layer",
    };

    // Who made the model, how it was trained before, what is done with its outputs, and how they are computed but for rounding.
    private static readonly HashSet<string> s_harmless =
    [
        .. """
            _attn_implementation _attn_implementation_autoset _name_or_path _num_labels architectures attn_implementation bad_words_ids
            begin_suppress_tokens bos_token_id chunk_size_feed_forward cross_attention_hidden_size decoder_start_token_id
            diversity_penalty do_sample dtype early_stopping encoder_no_repeat_ngram_size eos_token_id exponential_decay_length_penalty
            finetuning_task forced_bos_token_id forced_eos_token_id gradient_checkpointing id2label initializer_range is_decoder
            label2id length_penalty max_length min_length n_ctx no_repeat_ngram_size num_beam_groups num_beams num_labels
            num_return_sequences output_attentions output_hidden_states output_past output_scores pad_token_id predict_special_tokens
            prefix problem_type remove_invalid_values reorder_and_upcast_attn repetition_penalty return_dict return_dict_in_generate
            sep_token_id summary_activation summary_first_dropout summary_proj_to_labels summary_type summary_use_proj suppress_tokens
            task_specific_params temperature tf_legacy_loss tie_encoder_decoder tokenizer_class top_k top_p torch_dtype torchscript
            transformers_version typical_p use_bfloat16 use_cache
            """.Split((char[])[' ', '\n']),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not the configuration of a GPT-2 model that is supported.</exception>
    public static Gpt2Options Read(string path)
    {
        using var document = Parse(path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            Throw.NotConfiguration(path, "is not a JSON object", null);
        }

        foreach (var property in root.EnumerateObject())
        {
            CheckKey(path, root, property.Name, property.Value);
        }

        if (Text("model_type") is { } type and not "gpt2")
        {
            Throw.BadConfiguration(path, "model_type", type, "'gpt2'");
        }

        var activation = Text("activation_function") ?? "gelu_new";
        if (activation is not ("gelu_new" or "gelu_pytorch_tanh" or "gelu"))
        {
            Throw.BadConfiguration(path, "activation_function", activation, "'gelu_new', 'gelu_pytorch_tanh' or 'gelu'");
        }

        var defaults = new Gpt2Options();
        var dropout = Probability("resid_pdrop");
        return new Gpt2Options
        {
            VocabularySize = Count("vocab_size") ?? defaults.VocabularySize,
            Positions = Count("n_positions") ?? defaults.Positions,
            Width = Count("n_embd") ?? defaults.Width,
            Layers = Count("n_layer") ?? defaults.Layers,
            Heads = Count("n_head") ?? defaults.Heads,
            InnerWidth = Count("n_inner"),
            NormEpsilon = Number("layer_norm_epsilon", value => value > 0, "a number greater than 0") ?? defaults.NormEpsilon,
            Gelu = activation == "gelu" ? GeluKind.Exact : GeluKind.Tanh,
            HasTiedHead = Find("tie_word_embeddings", "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? true,
            Dropout = dropout,
            EmbeddingDropout = Probability("embd_pdrop") is var embedding && embedding == dropout ? null : embedding,
            AttentionDropout = Probability("attn_pdrop") is var attention && attention == dropout ? null : attention,
        };

        JsonElement? Find(string key, string expected, params ReadOnlySpan<JsonValueKind> kinds)
        {
            if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (!kinds.Contains(value.ValueKind))
            {
                Throw.BadConfiguration(path, key, Show(value), expected);
            }

            return value;
        }

        string? Text(string key) => Find(key, "a text", JsonValueKind.String)?.GetString();

        int? Count(string key)
        {
            if (Find(key, Whole, JsonValueKind.Number) is not { } value)
            {
                return null;
            }

            if (!value.TryGetInt32(out var count) || count < 1)
            {
                Throw.BadConfiguration(path, key, Show(value), Whole);
            }

            return count;
        }

        double? Number(string key, Func<double, bool> isAllowed, string expected)
        {
            if (Find(key, expected, JsonValueKind.Number) is not { } value)
            {
                return null;
            }

            if (!value.TryGetDouble(out var number) || !isAllowed(number))
            {
                Throw.BadConfiguration(path, key, Show(value), expected);
            }

            return number;
        }

        double Probability(string key) => Number(key, value => value is >= 0 and <= 1, "a number from 0 to 1") ?? defaults.Dropout;
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(TextFile.Read(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            Throw.NotConfiguration(path, $"is not valid JSON ({exception.Message.TrimEnd('.')})", exception);
            throw;
        }
    }

    private static void CheckKey(string path, JsonElement root, string key, JsonElement value)
    {
        if (s_fixed.TryGetValue(key, out var only))
        {
            using var expected = JsonDocument.Parse(only);
            if (value.ValueKind != JsonValueKind.Null && !JsonElement.DeepEquals(value, expected.RootElement))
            {
                Throw.BadConfiguration(path, key, Show(value), $"'{only}'");
            }
        }
        else if (s_aliases.TryGetValue(key, out var name))
        {
            if (!root.TryGetProperty(name, out var other) || !JsonElement.DeepEquals(value, other))
            {
                Throw.BadConfiguration(path, key, Show(value), $"the same as {name}");
            }
        }
        else if (!s_obeyed.Contains(key) && !s_harmless.Contains(key))
        {
            Throw.UnknownConfigurationKey(path, key, Show(value));
        }
    }

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
