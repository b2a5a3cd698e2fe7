namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A tensor of zeros, of the shape of this one.</summary>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.zeros_like(this, dtype, device, requires_grad);

        /// <summary>A tensor of ones, of the shape of this one.</summary>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.ones_like(this, dtype, device, requires_grad);

        /// <summary>A tensor of uninitialised memory, of the shape of this one.</summary>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.empty_like(this, dtype, device, requires_grad);

        /// <summary>A tensor of uniform random numbers in [0, 1), of the shape of this one.</summary>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.rand_like(this, dtype, device, requires_grad);

        /// <summary>A tensor of normal random numbers with mean 0 and variance 1, of the shape of this one.</summary>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.randn_like(this, dtype, device, requires_grad);

        /// <summary>One value everywhere, in the shape of this tensor.</summary>
        /// <param name="value">The value.</param>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.full_like(this, value, dtype, device, requires_grad);

        /// <summary>A tensor of zeros, with the type and device of this one.</summary>
        /// <param name="size">Sizes of the dimensions.</param>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.zeros(size.ToArray(), dtype ?? this.dtype, device ?? this.device, requires_grad);

        /// <summary>A tensor of uninitialised memory, with the type and device of this one.</summary>
        /// <param name="size">Sizes of the dimensions.</param>
        /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
        /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
        /// <param name="requires_grad">Records operations for gradients.</param>
        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.empty(size.ToArray(), dtype ?? this.dtype, device ?? this.device, requires_grad);
    }
}
