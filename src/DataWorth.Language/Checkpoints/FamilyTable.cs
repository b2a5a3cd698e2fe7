using DataWorth.Language.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>The families of language models that folders are opened as.</summary>
public static class FamilyTable
{
    /// <summary>The families.</summary>
    public static IReadOnlyList<LanguageModelFamily> Families { get; } =
    [
        new(
            "gpt2",
            "GPT-2",
            Gpt2Configuration.Read,
            Gpt2Configuration.Write,
            new("transformer.", "wte.weight", "lm_head.weight", [".attn.bias", ".attn.masked_bias"])
        ),
        new(
            "llama",
            "Llama",
            LlamaConfiguration.Read,
            LlamaConfiguration.Write,
            new("model.", "embed_tokens.weight", "lm_head.weight", [".rotary_emb.inv_freq"])
        ),
        new(
            "qwen2",
            "Qwen2",
            Qwen2Configuration.Read,
            Qwen2Configuration.Write,
            new("model.", "embed_tokens.weight", "lm_head.weight", [".rotary_emb.inv_freq"])
        ),
        new(
            "gpt_neox",
            "GPT-NeoX",
            GptNeoXConfiguration.Read,
            GptNeoXConfiguration.Write,
            new("gpt_neox.", "embed_in.weight", "embed_out.weight", [".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"])
        ),
    ];

    /// <summary>The first family that has such a network.</summary>
    /// <param name="options">Its shape.</param>
    /// <exception cref="NotSupportedException">None has.</exception>
    public static LanguageModelFamily Of(LanguageModelOptions options)
    {
        var family = Families.FirstOrDefault(family => family.Write(options) is not null);
        if (family is null)
        {
            Throw.NoFamily(options);
        }

        return family;
    }
}
