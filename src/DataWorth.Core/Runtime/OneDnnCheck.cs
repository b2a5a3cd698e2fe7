using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace DataWorth.Runtime;

/// <summary>Whether libtorch's fast kernels (oneDNN) are right on this machine's processor; where they are not, the slower ones that are.</summary>
/// <remarks>
/// The oneDNN inside libtorch 2.10 (3.7.1) lays weights out in blocks of up to 64 channels. Where the processor says nothing of its caches (some
/// virtual machines of AMD processors), it fills the rest of the last block with zeros that run into the next one: outputs and gradients of
/// convolutions, and outputs of LSTMs without gradients, were 3 to 140 % off, without a word. Which sizes are hit follows no simple rule (17 channels,
/// 80 channels with a stride, 64 channels under a kernel as large as the image), so that one wrong result turns oneDNN off for the process before a
/// convolution or an LSTM runs. Products of bfloat16 matrices, which are right, are slower without it, so it is left on for models that have neither.
/// </remarks>
public static class OneDnnCheck
{
    // Rounding in float32 is some 1e-6; what was wrong was off by 3e-2 and more.
    private const double Tolerance = 1e-4;

    // Each wrong with every number of threads that was tried, where any is. The image is 8 x 8.
    private static readonly (long Outputs, long Inputs, long Kernel, long Stride)[] s_telling =
    [
        (17, 17, 3, 1),
        (1, 1, 5, 1),
        (24, 16, 3, 1),
        (48, 80, 4, 2),
    ];

    private static readonly Lazy<bool> s_isRight = new(IsRightNow);
    private static readonly ConditionalWeakTable<nn.Module, object> s_seen = [];
    private static readonly object s_lock = new();
    private static volatile bool s_isOff;

    /// <summary>What was found and done, in a sentence, for models that have such modules, or null.</summary>
    /// <param name="model">The model.</param>
    internal static string? Caution(nn.Module model) =>
        s_isOff && model.modules().Any(IsFast)
            ? "libtorch's fast convolutions and LSTMs (oneDNN) give wrong numbers on this processor: oneDNN is turned off, so that "
                + "they, and products of 16-bit matrices, are slower."
            : null;

    /// <summary>Looks at a model before it runs; DataWorth does so before each run. For programs that train by themselves.</summary>
    /// <param name="model">The model. Modules whose class is your own may convolve anything.</param>
    /// <exception cref="NotSupportedException">The model's kernels are wrong, and the others that are right cannot be had.</exception>
    public static void Run(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var isOpen = !s_isOff && !(s_isRight.IsValueCreated && s_isRight.Value) && !s_seen.TryGetValue(model, out _);
        if (!isOpen || model.parameters().FirstOrDefault()?.device_type is not (null or DeviceType.CPU))
        {
            return;
        }

        if (model.modules().Prepend(model).Any(module => IsFast(module) || !IsKnown(module.GetType())))
        {
            Require();
        }

        s_seen.AddOrUpdate(model, s_lock);
    }

    /// <summary>Looks at a task before it runs: functions and classes of one's own may convolve anything, too.</summary>
    internal static void Run(AttributionTask task)
    {
        Run(task.Model);
        if (task is DelegateTask || !IsKnown(task.GetType()))
        {
            Require();
        }
    }

    /// <summary>What runs next on the processor is right.</summary>
    internal static void Require()
    {
        if (!s_isOff && !s_isRight.Value)
        {
            TurnOff();
        }
    }

    /// <summary>Whether oneDNN's kernels are right. Turns nothing off.</summary>
    public static bool IsRight() => s_isRight.Value;

    private static bool IsFast(nn.Module module) => module is Convolution or LSTM;

    private static bool IsRightNow()
    {
        using var scope = NewDisposeScope();
        using var on = enable_grad();
        return Array.TrueForAll(s_telling, shape =>
            Gradients(shape, ScalarType.Float32)
                .Zip(Gradients(shape, ScalarType.Float64))
                .All(pair => pair.First.sub(pair.Second).norm().item<double>() <= Tolerance * pair.Second.norm().item<double>())
        );

        static Tensor[] Gradients((long Outputs, long Inputs, long Kernel, long Stride) shape, ScalarType type)
        {
            var x = Numbers([4, shape.Inputs, 8, 8], 5, type);
            var w = Numbers([shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel], 7, type);
            var y = nn.functional.conv2d(x, w, strides: [shape.Stride, shape.Stride], padding: [shape.Kernel / 2, shape.Kernel / 2]);
            return [y.detach(), .. autograd.grad([y], [x, w], [Numbers(y.shape, 3, type).detach()])];
        }

        static Tensor Numbers(long[] shape, long period, ScalarType type) =>
            arange(shape.Aggregate(1L, (product, size) => product * size), ScalarType.Int64, CPU)
                .remainder(period)
                .sub(period / 2)
                .to_type(type)
                .reshape(shape)
                .requires_grad_();
    }

    private static void TurnOff()
    {
        lock (s_lock)
        {
            if (s_isOff)
            {
                return;
            }

            try
            {
                SetOneDnn(GlobalContext(), isEnabled: false);
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                CoreThrow.WrongKernels(exception);
            }

            if (!IsRightNow())
            {
                CoreThrow.WrongKernels(null);
            }

            s_isOff = true;
        }
    }

    // A scripted module is of TorchSharp too, but may hold anything.
    private static bool IsKnown(Type type) =>
        type.Namespace == "TorchSharp.Modules"
        || type.Assembly.GetName().Name is "DataWorth.Core" or "DataWorth.Models" or "DataWorth.Language";

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at13globalContextEv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GlobalContext();

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);
}
