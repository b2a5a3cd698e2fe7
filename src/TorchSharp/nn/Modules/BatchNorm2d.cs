using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation of images [N, C, H, W], per channel.</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
    {
    }

    private protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim != 4) throw new ArgumentException($"BatchNorm2d expects [N, C, H, W], got {input.ndim} dimensions.", nameof(input));
    }
}
