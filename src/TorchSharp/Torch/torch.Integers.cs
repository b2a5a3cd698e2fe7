namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_randpermGenerator = Operator.Find("aten::randperm", "generator");
    private static readonly Operator s_normalTensorTensor = Operator.Find("aten::normal", "Tensor_Tensor");
    private static readonly Operator s_randint = Operator.Find("aten::randint", "low_generator");

    /// <summary>Uniform random integers in [low, high).</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, excluded.</param>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        CreateIntegers(low, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random integers in [0, high).</summary>
    /// <param name="high">Upper bound, excluded.</param>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        CreateIntegers(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>The integers from 0 to before n in random order.</summary>
    /// <param name="n">How many.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        WithGrad(s_randpermGenerator.Call(n, generator, dtype ?? ScalarType.Int64, Value.None, device ?? get_default_device()), requires_grad);

    /// <summary>Normal random numbers of given means and deviations.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="std">Standard deviation.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        s_normalTensorTensor.Call(mean, std, generator);

    private static Tensor CreateIntegers(
        long low, long high, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names)
    {
        CheckNames(names);
        return WithGrad(
            s_randint.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Value.None, device ?? get_default_device()), requires_grad);
    }
}
