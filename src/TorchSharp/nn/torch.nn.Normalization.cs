using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Batch normalisation of images [N, C, H, W], per channel.</summary>
        /// <param name="num_features">Number of channels C.</param>
        /// <param name="eps">Added to the variance. Default 1e-5.</param>
        /// <param name="momentum">Weight of a new batch in the running statistics; null averages all batches alike. Default 0.1.</param>
        /// <param name="affine">True (default) for a trained scale and shift.</param>
        /// <param name="track_running_stats">True (default) to keep statistics for evaluation.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static BatchNorm2d BatchNorm2d(
            long num_features, double eps = 1e-05, double? momentum = 0.1, bool affine = true, bool track_running_stats = true,
            Device? device = null, ScalarType? dtype = null) =>
            new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

        /// <summary>Normalisation over the last dimensions.</summary>
        /// <param name="normalized_shape">Size of the last dimensions, over which is normalised.</param>
        /// <param name="eps">Added to the variance. Default 1e-5.</param>
        /// <param name="elementwise_affine">True (default) for a trained scale and shift.</param>
        /// <param name="bias">True (default) for the shift.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static LayerNorm LayerNorm(
            long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        /// <summary>Normalisation over the last dimension.</summary>
        /// <param name="normalized_shape">Size of the last dimensions, over which is normalised.</param>
        /// <param name="eps">Added to the variance. Default 1e-5.</param>
        /// <param name="elementwise_affine">True (default) for a trained scale and shift.</param>
        /// <param name="bias">True (default) for the shift.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static LayerNorm LayerNorm(
            long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
    }
}
