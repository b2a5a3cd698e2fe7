namespace DataWorth.Gradients;

/// <summary>Kinds of modules that can be tracked.</summary>
[Flags]
public enum ModuleKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Linear layers, and modules that implement <see cref="ITrackable"/> unless they say otherwise.</summary>
    Linear = 1,

    /// <summary>Conv2d.</summary>
    Convolution = 2,

    /// <summary>Embedding tables, and heads tied to them.</summary>
    Embedding = 4,

    /// <summary>Affine parameters of LayerNorm and BatchNorm2d.</summary>
    Normalization = 8,

    /// <summary>What curvature methods track: weights whose gradients are sums of outer products.</summary>
    Default = Linear | Convolution,

    /// <summary>Every kind: with biases, all parameters of a usual model, as TRAK and TracIn take them.</summary>
    All = Linear | Convolution | Embedding | Normalization,
}
