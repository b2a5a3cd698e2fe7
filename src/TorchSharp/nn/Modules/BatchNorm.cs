using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of batch normalisations: y = (x − mean) / √(variance + eps) · weight + bias per channel.</summary>
/// <remarks>
/// Training mode uses the statistics of the batch (biased variance) and updates the running ones (unbiased variance);
/// evaluation mode uses the running ones.
/// </remarks>
public abstract class BatchNorm : NormBase
{
    private protected BatchNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var factor = momentum ?? 0;
        if (training && _batchCount is not null)
        {
            using var unused = no_grad();
            _batchCount.add_(1);
            factor = momentum ?? 1.0 / _batchCount.item<long>();
        }
        var usesBatch = training || _runningMean is null;
        return nn.functional.batch_norm(input, _runningMean, _runningVariance, _weight, _bias, usesBatch, factor, eps);
    }

    private protected abstract void ValidateInputDimensions(Tensor input);
}
