using DataWorth.Language.Networks;
using DataWorth.Models.Networks;

namespace DataWorth.Language.Tests.Networks;

/// <summary>Small shapes of every family, in which every option has another value than the default somewhere.</summary>
internal static class FamilySamples
{
    private static readonly LlamaOptions s_llama = new()
    {
        VocabularySize = 13,
        Positions = 12,
        Width = 8,
        InnerWidth = 10,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        NormEpsilon = 1e-4,
        HasTiedHead = true,
    };

    private static readonly GptNeoXOptions s_neoX = new()
    {
        VocabularySize = 13,
        Positions = 12,
        Width = 16,
        InnerWidth = 9,
        Layers = 2,
        Heads = 2,
        RotaryShare = 0.5,
    };

    /// <summary>The shapes: name, model type, options.</summary>
    public static IReadOnlyList<(string Name, string ModelType, LanguageModelOptions Options)> All { get; } =
    [
        ("gpt2", "gpt2", Gpt2(tied: true)),
        ("gpt2, head of its own", "gpt2", Gpt2(tied: false)),
        ("llama", "llama", s_llama),
        (
            "llama 3, biases, wide heads",
            "llama",
            s_llama with
            {
                KeyValueHeads = 1,
                HeadWidth = 6,
                Theta = 100,
                Scaling = new(RotaryScalingKind.Llama3, 8, 1, 4, 24),
                HasQueryKeyValueBias = true,
                HasOutputBias = true,
                HasFeedForwardBias = true,
                HasTiedHead = false,
                AttentionDropout = 0.2,
            }
        ),
        ("llama, stretched", "llama", s_llama with { KeyValueHeads = null, Scaling = new(RotaryScalingKind.Linear, 2) }),
        ("qwen2", "qwen2", s_llama with { HasQueryKeyValueBias = true }),
        ("gpt_neox", "gpt_neox", s_neoX),
        (
            "gpt_neox, one after the other",
            "gpt_neox",
            s_neoX with
            {
                RotaryShare = 1,
                Theta = 50,
                Scaling = new(RotaryScalingKind.Linear, 3),
                IsParallel = false,
                HasAttentionBias = false,
                NormEpsilon = 1e-3,
                Gelu = GeluKind.Tanh,
                HasTiedHead = true,
                AttentionDropout = 0.3,
            }
        ),
        ("gpt_neox, no positions", "gpt_neox", s_neoX with { RotaryShare = 0 }),
    ];

    /// <summary>The names, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(sample => sample.Name)];

    /// <summary>A shape by its name.</summary>
    public static LanguageModelOptions Of(string name) => All.Single(sample => sample.Name == name).Options;

    private static Gpt2Options Gpt2(bool tied) =>
        new()
        {
            VocabularySize = 13,
            Positions = 12,
            Width = 6,
            Layers = 2,
            Heads = 3,
            InnerWidth = tied ? null : 6,
            NormEpsilon = tied ? 1e-5 : 1e-3,
            Gelu = tied ? GeluKind.Tanh : GeluKind.Exact,
            HasTiedHead = tied,
            Dropout = tied ? 0.1 : 0.2,
            EmbeddingDropout = tied ? null : 0.3,
            AttentionDropout = tied ? null : 0.4,
        };
}
