using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>The small residual network of the CIFAR-10 evaluations: [B, 3, H, W] to [B, classes], H and W at least 16.</summary>
/// <remarks>
/// Block(3-64), Block(64-128, kernel 5, stride 2, padding 2), residual(Block, Block of 128), Block(128-256), maximum over 2 x 2,
/// residual(Block, Block of 256), Block(256-128, padding 0), maximum over the image, Linear(128-10, no bias), times 0.2.
/// 2,274,880 parameters at width factor 1.
/// </remarks>
public sealed class ResNet9 : nn.Module<Tensor, Tensor>
{
    // What two halvings and an unpadded kernel of 3 need.
    private const int SmallestSide = 11;

    [ComponentName(Name = "stem")]
    private readonly ConvolutionBlock _stem;

    [ComponentName(Name = "down")]
    private readonly ConvolutionBlock _down;

    [ComponentName(Name = "residual1")]
    private readonly ResidualBlock _residual1;

    [ComponentName(Name = "widen")]
    private readonly ConvolutionBlock _widen;

    [ComponentName(Name = "pool")]
    private readonly MaxPool2d _pool;

    [ComponentName(Name = "residual2")]
    private readonly ResidualBlock _residual2;

    [ComponentName(Name = "narrow")]
    private readonly ConvolutionBlock _narrow;

    [ComponentName(Name = "final_pool")]
    private readonly AdaptiveMaxPool2d _finalPool;

    [ComponentName(Name = "head")]
    private readonly Linear _head;

    /// <summary>Creates the network with the default initial values of its layers.</summary>
    /// <param name="options">Shape; null for the default.</param>
    /// <exception cref="ArgumentException">The width factor is not positive, or the weights need more memory than is free.</exception>
    public ResNet9(ResNet9Options? options = null)
        : base(nameof(ResNet9))
    {
        Options = options ?? new ResNet9Options();
        if (!(Options.WidthFactor > 0))
        {
            Throw.BadWidthFactor(Options.WidthFactor);
        }

        WeightMemory.Require(nameof(ResNet9), Options.Weights);
        var (small, middle, large) = Options.Channels;
        _stem = new ConvolutionBlock(Options.InputChannels, small);
        _down = new ConvolutionBlock(small, middle, kernelSize: 5, stride: 2, padding: 2);
        _residual1 = new ResidualBlock(middle);
        _widen = new ConvolutionBlock(middle, large);
        _pool = nn.MaxPool2d(2);
        _residual2 = new ResidualBlock(large);
        _narrow = new ConvolutionBlock(large, middle, padding: 0);
        _finalPool = nn.AdaptiveMaxPool2d([1, 1]);
        _head = nn.Linear(middle, Options.Classes, hasBias: false);
        RegisterComponents();
    }

    /// <summary>The shape.</summary>
    public ResNet9Options Options { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [B, C, H, W] with the channels of the network, or too small.</exception>
    public override Tensor forward(Tensor input)
    {
        if (input.ndim != 4 || input.shape[1] != Options.InputChannels || Math.Min(input.shape[2], input.shape[3]) < SmallestSide)
        {
            Throw.InputsOfAnotherShape($"images [B, {Options.InputChannels}, H, W] with sides of at least {SmallestSide}", input.shape);
        }

        using var scope = NewDisposeScope();
        var value = _residual1.call(_down.call(_stem.call(input))); // [B, 128, H/2, W/2]
        value = _residual2.call(_pool.call(_widen.call(value))); // [B, 256, H/4, W/4]
        value = _finalPool.call(_narrow.call(value)).flatten(1); // [B, 128]
        return (_head.call(value) * Options.LogitScale).MoveToOuterDisposeScope();
    }
}
