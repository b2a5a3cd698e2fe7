using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>The kinds of modules that can be tracked without more ado; <see cref="ModuleSelection.OwnKinds"/> adds others.</summary>
public static class ModuleKindTable
{
    /// <summary>Name of the kind of linear layers, and of modules that implement <see cref="ITrackable"/> unless they say otherwise.</summary>
    public const string Linear = "linear";

    /// <summary>Name of the kind of embedding tables, and of heads tied to them.</summary>
    public const string Embedding = "embedding";

    /// <summary>Name of the kind of scales and shifts of normalisations.</summary>
    public const string Normalization = "normalization";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<ModuleKind> Kinds { get; } =
    [
        new(
            Linear,
            "Linear layers",
            IsDefault: true,
            (name, module, trackBias) =>
                module is Linear { weight: { } weight } linear
                    ? new TrackedLinear(name, linear, weight, weight.shape[0], weight.shape[1], trackBias ? linear.bias : null)
                    : null
        ),
        new(
            "convolution",
            "Conv1d and Conv2d",
            IsDefault: true,
            (name, module, trackBias) => module is Conv1d or Conv2d ? new TrackedConvolution(name, (Convolution)module, trackBias) : null
        ),
        new(
            Embedding,
            "embedding tables",
            IsDefault: false,
            (name, module, _) => module is Embedding embedding ? new TrackedEmbedding(name, embedding) : null
        ),
        new(
            Normalization,
            "scale and shift of LayerNorm, BatchNorm, GroupNorm and InstanceNorm",
            IsDefault: false,
            (name, module, trackBias) =>
                module switch
                {
                    LayerNorm norm => TrackedNormalization.Of(name, norm, trackBias),
                    GroupNorm norm => TrackedNormalization.Of(name, norm, trackBias),
                    BatchNorm or InstanceNorm => TrackedNormalization.Of(name, (NormBase)module, trackBias),
                    _ => null,
                }
        ),
    ];
}
