using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Shape of an <see cref="Mlp"/>.</summary>
public sealed record MlpOptions : NetworkOptions
{
    /// <summary>Sizes of the input, of every hidden layer and of the output, at least two. Default 784, 512, 256, 10.</summary>
    public IReadOnlyList<long> Widths { get; init; } = [784, 512, 256, 10];

    /// <summary>True for biases. Default false.</summary>
    public bool HasBias { get; init; }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Create() => new Mlp(this);
}
