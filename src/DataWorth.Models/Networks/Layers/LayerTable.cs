using DataWorth.Models.Networks.Layers.Options;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>All layers that a list of layers can have.</summary>
public static class LayerTable
{
    private const string Unflatten = "put it before flatten; rows of a table need unflatten before it (sizes: ";

    private static readonly (int, int, string, string) s_any = (1, int.MaxValue, "", "");
    private static readonly (int, int, string, string) s_features = (1, 2, "[features] or [positions, features]", "put flatten before it");
    private static readonly (int, int, string, string) s_images = (
        3,
        3,
        "[channels, height, width]",
        Unflatten + "[channels, height, width])"
    );
    private static readonly (int, int, string, string) s_sequences = (2, 2, "[channels, length]", Unflatten + "[channels, length])");
    private static readonly (int, int, string, string) s_both = (
        2,
        3,
        "[channels, length] or [channels, height, width]",
        Unflatten + "[channels, length])"
    );

    /// <summary>The layers.</summary>
    public static IReadOnlyList<LayerDescription> Layers { get; } =
    [
        LayerDescription.Of<LinearLayer>(
            "linear",
            "y = W x + b over the last dimension",
            s_features,
            (options, place) => nn.Linear(place.Shape[^1], place.Out(options), options.HasBias),
            (options, place) => place.Out(options) * ((double)place.Shape[^1] + (options.HasBias ? 1 : 0))
        ),
        LayerDescription.Of<Conv1dLayer>(
            "conv1d",
            "convolution over a sequence",
            s_sequences,
            (options, place) =>
                nn.Conv1d(
                    place.Shape[0],
                    place.Out(options),
                    options.Kernel,
                    options.Stride,
                    options.Padding,
                    options.Dilation,
                    groups: options.Groups,
                    bias: options.HasBias
                ),
            (options, place) => Convolution(options, place, dimensions: 1)
        ),
        LayerDescription.Of<Conv2dLayer>(
            "conv2d",
            "convolution over an image",
            s_images,
            (options, place) =>
                nn.Conv2d(
                    place.Shape[0],
                    place.Out(options),
                    options.Kernel,
                    options.Stride,
                    options.Padding,
                    options.Dilation,
                    groups: options.Groups,
                    bias: options.HasBias
                ),
            (options, place) => Convolution(options, place, dimensions: 2)
        ),
        LayerDescription.Of<EmbeddingLayer>(
            "embedding",
            "a row of a table for each token; the first layer",
            (1, 1, "[positions] of tokens", "let it be the first layer"),
            (options, _) => nn.Embedding(options.Rows, options.Width),
            (options, _) => (double)options.Rows * options.Width
        ),
        LayerDescription.Of<BatchNormLayer>(
            "batch-norm",
            "normalises each channel over the batch",
            (1, 3, "[features], [channels, length] or [channels, height, width]", "flatten some dimensions before it"),
            (options, place) =>
                place.Shape.Count == 3
                    ? nn.BatchNorm2d(place.Shape[0], options.Epsilon, options.Momentum)
                    : nn.BatchNorm1d(place.Shape[0], options.Epsilon, options.Momentum),
            (_, place) => 2.0 * place.Shape[0]
        ),
        LayerDescription.Of<LayerNormLayer>(
            "layer-norm",
            "normalises the last dimensions of each row",
            s_any,
            (options, place) => nn.LayerNorm([.. place.Shape.TakeLast(options.Dimensions)], options.Epsilon),
            (options, place) => 2 * place.Shape.TakeLast(options.Dimensions).Aggregate(1.0, (product, size) => product * size)
        ),
        LayerDescription.Of<GroupNormLayer>(
            "group-norm",
            "normalises groups of channels of each row",
            s_both,
            (options, place) => nn.GroupNorm(options.Groups, place.Shape[0], options.Epsilon),
            (_, place) => 2.0 * place.Shape[0]
        ),
        LayerDescription.Of<ReluLayer>("relu", "max(x, 0)", s_any, (_, _) => nn.ReLU()),
        LayerDescription.Of<GeluLayer>(
            "gelu",
            "x times the normal distribution function of x",
            s_any,
            (options, _) =>
                nn.GELU(
                    options.Approximation == GeluKind.Exact
                        ? TorchSharp.Modules.GELU.Approximate.none
                        : TorchSharp.Modules.GELU.Approximate.tanh
                )
        ),
        LayerDescription.Of<TanhLayer>("tanh", "hyperbolic tangent", s_any, (_, _) => nn.Tanh()),
        LayerDescription.Of<SigmoidLayer>("sigmoid", "1 / (1 + exp(-x))", s_any, (_, _) => nn.Sigmoid()),
        LayerDescription.Of<LeakyReluLayer>(
            "leaky-relu",
            "x above 0, slope times x below",
            s_any,
            (options, _) => nn.LeakyReLU(options.Slope)
        ),
        LayerDescription.Of<MaxPoolLayer>(
            "max-pool",
            "maximum over windows",
            s_both,
            (options, place) =>
                place.Shape.Count == 3
                    ? nn.MaxPool2d(options.Kernel, options.Stride, options.Padding)
                    : nn.MaxPool1d(options.Kernel, options.Stride, options.Padding)
        ),
        LayerDescription.Of<AveragePoolLayer>(
            "average-pool",
            "mean over windows",
            s_both,
            (options, place) =>
                place.Shape.Count == 3
                    ? nn.AvgPool2d(options.Kernel, options.Stride, options.Padding)
                    : nn.AvgPool1d(options.Kernel, options.Stride, options.Padding)
        ),
        LayerDescription.Of<AdaptiveMaxPoolLayer>(
            "adaptive-max-pool",
            "maximum over windows that give a size",
            s_both,
            (options, place) =>
                place.Shape.Count == 3 ? nn.AdaptiveMaxPool2d([options.Size, options.Size]) : nn.AdaptiveMaxPool1d(options.Size)
        ),
        LayerDescription.Of<AdaptiveAveragePoolLayer>(
            "adaptive-average-pool",
            "mean over windows that give a size",
            s_both,
            (options, place) => place.Shape.Count == 3 ? nn.AdaptiveAvgPool2d(options.Size) : nn.AdaptiveAvgPool1d(options.Size)
        ),
        LayerDescription.Of<FlattenLayer>("flatten", "joins all dimensions of a row", s_any, (_, _) => nn.Flatten()),
        LayerDescription.Of<UnflattenLayer>(
            "unflatten",
            "lays the numbers of a row out in dimensions",
            (1, 1, "[features]", "put it where rows are flat"),
            (options, _) => nn.Unflatten(1, [.. options.Sizes])
        ),
        LayerDescription.Of<DropoutLayer>("dropout", "zeros at random in training", s_any, (options, _) => nn.Dropout(options.Probability)),
        LayerDescription.Of<ResidualLayer>(
            "residual",
            "x + the block of x",
            s_any,
            (options, place) => new Residual(LayerChain.CreateBlock(options.Layers, place with { Classes = null }))
        ),
        LayerDescription.Of<SequentialLayer>(
            "sequential",
            "a block of layers with a name of its own",
            s_any,
            (options, place) => LayerChain.CreateBlock(options.Layers, place)
        ),
    ];

    private static double Convolution(ConvolutionLayer options, LayerPlace place, int dimensions) =>
        place.Out(options) * ((Math.Pow(options.Kernel, dimensions) * place.Shape[0] / options.Groups) + (options.HasBias ? 1 : 0));
}
