namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_zerosLike = Operator.Find("aten::zeros_like");
    private static readonly Operator s_onesLike = Operator.Find("aten::ones_like");
    private static readonly Operator s_emptyLike = Operator.Find("aten::empty_like");
    private static readonly Operator s_randLike = Operator.Find("aten::rand_like");
    private static readonly Operator s_randnLike = Operator.Find("aten::randn_like");
    private static readonly Operator s_fullLike = Operator.Find("aten::full_like");

    /// <summary>A tensor of zeros, of the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(s_zerosLike, input, dtype, device, requires_grad);

    /// <summary>A tensor of ones, of the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(s_onesLike, input, dtype, device, requires_grad);

    /// <summary>A tensor with memory that is not initialised, of the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(s_emptyLike, input, dtype, device, requires_grad);

    /// <summary>Uniform random numbers in [0, 1), of the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(s_randLike, input, dtype, device, requires_grad);

    /// <summary>Normal random numbers with mean 0 and variance 1, of the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(s_randnLike, input, dtype, device, requires_grad);

    /// <summary>One value everywhere, in the shape of another tensor.</summary>
    /// <param name="input">The tensor to follow.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; that of the tensor if null.</param>
    /// <param name="device">Where the tensor lies; that of the tensor if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        WithGrad(s_fullLike.Call(input, value, dtype, Value.None, device), requires_grad);

    private static Tensor Like(Operator op, Tensor input, ScalarType? dtype, Device? device, bool requires_grad) =>
        WithGrad(op.Call(input, dtype, Value.None, device), requires_grad);
}
