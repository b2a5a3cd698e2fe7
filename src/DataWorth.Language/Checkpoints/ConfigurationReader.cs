using System.Text.Json;
using DataWorth.Models.Data;
using DataWorth.Text;

namespace DataWorth.Language.Checkpoints;

/// <summary>Reads a Hugging Face config.json so that every key is obeyed, said to be harmless, or refused by name.</summary>
/// <remarks>Every question about a key marks it as known; what is left at the end is refused.</remarks>
public sealed class ConfigurationReader
{
    // Who made a model, how it was trained before, what is done with its outputs, and how they are computed but for rounding.
    private static readonly string[] s_harmless = """
        _attn_implementation _attn_implementation_autoset _commit_hash _name_or_path _num_labels architectures attn_implementation
        bad_words_ids begin_suppress_tokens bos_token_id chunk_size_feed_forward cross_attention_hidden_size decoder_start_token_id
        diversity_penalty do_sample dtype early_stopping encoder_no_repeat_ngram_size eos_token_id exponential_decay_length_penalty
        finetuning_task forced_bos_token_id forced_eos_token_id gradient_checkpointing id2label initializer_range is_decoder label2id
        length_penalty max_length min_length no_repeat_ngram_size num_beam_groups num_beams num_labels num_return_sequences
        output_attentions output_hidden_states output_past output_scores pad_token_id prefix problem_type remove_invalid_values
        repetition_penalty return_dict return_dict_in_generate sep_token_id suppress_tokens task_specific_params temperature
        tf_legacy_loss tie_encoder_decoder tokenizer_class top_k top_p torch_dtype torchscript transformers_version typical_p
        use_bfloat16 use_cache
        """.Split((char[])[' ', '\n']);

    private readonly JsonElement _object;
    private readonly string _prefix;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<ConfigurationReader> _parts = [];

    private ConfigurationReader(string path, JsonElement value, string prefix) => (Path, _object, _prefix) = (path, value, prefix);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is not a JSON object.</exception>
    internal static ConfigurationReader Open(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Throw.NotConfiguration(path, "is not a JSON object", null);
            }

            return new(path, document.RootElement.Clone(), "");
        }
        catch (JsonException exception)
        {
            Throw.NotConfiguration(path, $"is not valid JSON ({JsonFault.Of(exception)})", exception);
            throw;
        }
    }

    /// <summary>A text; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public string? Text(string key) => Find(key, "a text", JsonValueKind.String)?.GetString();

    /// <summary>A text out of some; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="allowed">The texts.</param>
    public string? Choice(string key, params ReadOnlySpan<string> allowed)
    {
        var text = Text(key);
        if (text is not null && !allowed.Contains(text))
        {
            string[] quoted = [.. allowed.ToArray().Select(choice => $"'{choice}'")];
            Refuse(key, text, quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}");
        }

        return text;
    }

    /// <summary>A whole number of at least 1; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="most">The largest that is taken.</param>
    public int? Count(string key, int most = int.MaxValue)
    {
        if (Find(key, Whole(most), JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        if (!value.TryGetInt32(out var count) || count < 1 || count > most)
        {
            Refuse(key, Show(value), Whole(most));
        }

        return count;
    }

    /// <summary>A whole number of at least 1, which must be there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="most">The largest that is taken.</param>
    public int Needed(string key, int most = int.MaxValue)
    {
        if (Count(key, most) is { } count)
        {
            return count;
        }

        Throw.MissingConfigurationKey(Path, _prefix + key, Whole(most));
        return 0;
    }

    /// <summary>A number greater than 0; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public double? Positive(string key) => Number(key, value => value > 0, "a number greater than 0");

    /// <summary>A number from 0 to 1; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public double? Share(string key) => Number(key, value => value is >= 0 and <= 1, "a number from 0 to 1");

    /// <summary>A truth value; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public bool? Flag(string key) => Find(key, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    /// <summary>An object within, whose keys are obeyed or refused as these are; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public ConfigurationReader? Part(string key)
    {
        if (Find(key, "an object", JsonValueKind.Object) is not { } value)
        {
            return null;
        }

        var part = new ConfigurationReader(Path, value, $"{_prefix}{key}.");
        _parts.Add(part);
        return part;
    }

    /// <summary>A key that changes what the network computes, with the only value that is supported, which is the default.</summary>
    /// <param name="key">The key.</param>
    /// <param name="json">The value as JSON.</param>
    public void Fixed(string key, string json)
    {
        using var expected = JsonDocument.Parse(json);
        if (Value(key) is { } value && !JsonElement.DeepEquals(value, expected.RootElement))
        {
            Refuse(key, Show(value), $"'{json}'");
        }
    }

    /// <summary>Another name of a key, which must say the same where it is there.</summary>
    /// <param name="key">The other name.</param>
    /// <param name="name">The key.</param>
    public void Same(string key, string name)
    {
        if (Value(key) is { } value && (!_object.TryGetProperty(name, out var other) || !JsonElement.DeepEquals(value, other)))
        {
            Refuse(key, Show(value), $"the same as {name}");
        }
    }

    /// <summary>Keys that have no influence on what the network computes.</summary>
    /// <param name="keys">The keys.</param>
    public void Harmless(params ReadOnlySpan<string> keys) => _known.UnionWith(keys.ToArray());

    /// <summary>Refuses a key's value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="found">The value.</param>
    /// <param name="expected">What was expected.</param>
    /// <exception cref="InvalidDataException">Always.</exception>
    public void Refuse(string key, string found, string expected) => Throw.BadConfiguration(Path, _prefix + key, found, expected);

    /// <summary>Refuses the keys that nobody has asked for.</summary>
    /// <param name="kind">What the file describes.</param>
    internal void Finish(string kind)
    {
        Harmless(_prefix.Length == 0 ? s_harmless : []);
        foreach (var property in _object.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                Throw.UnknownConfigurationKey(Path, _prefix + property.Name, Show(property.Value), kind);
            }
        }

        _parts.ForEach(part => part.Finish(kind));
    }

    internal JsonElement? Value(string key)
    {
        _known.Add(key);
        return _object.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private JsonElement? Find(string key, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        var value = Value(key);
        if (value is { } found && !kinds.Contains(found.ValueKind))
        {
            Refuse(key, Show(found), expected);
        }

        return value;
    }

    private double? Number(string key, Func<double, bool> isAllowed, string expected)
    {
        if (Find(key, expected, JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        if (!value.TryGetDouble(out var number) || !isAllowed(number))
        {
            Refuse(key, Show(value), expected);
        }

        return number;
    }

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Whole(int most) => FormattableString.Invariant($"a whole number from 1 to {most}");
}
