using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataWorth.Features;
using DataWorth.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace DataWorth.Runtime;

/// <summary>Whether libtorch's convolutions on this machine's processor are right; where they are not, the slower ones that are.</summary>
/// <remarks>
/// The oneDNN inside libtorch 2.10 (3.7.1) lays kernels out in blocks of 8 or 16 channels. Where the processor says nothing of its caches (some
/// virtual machines of AMD processors), it fills the rest of the last block with zeros that run into the next one: with 17 channels, or 1, outputs and
/// gradients were up to 140 % off, without a word. Convolutions that a model has are compared with those of float64, which do not go through oneDNN.
/// Where one differs, oneDNN is turned off for the process. That costs products of bfloat16 matrices most, so it is left on for models
/// whose convolutions are right, or that have none.
/// </remarks>
public static class ConvolutionCheck
{
    // Wrong with every number of threads that was tried, where any is.
    private static readonly (long Outputs, long Inputs, long Kernel)[] s_telling = [(17, 17, 3), (1, 1, 5), (24, 16, 3)];

    private static readonly Lazy<bool> s_isRight = new(() =>
        Array.TrueForAll(s_telling, shape => IsRight(shape.Outputs, shape.Inputs, Geometry(shape.Kernel), groups: 1))
    );
    private static readonly ConcurrentDictionary<(long, long, ConvolutionGeometry, long), bool> s_shapes = [];
    private static readonly ConditionalWeakTable<object, object> s_seen = [];
    private static readonly object s_lock = new();
    private static volatile bool s_isOff;

    /// <summary>What was found and done, in a sentence; null where nothing was.</summary>
    public static string? Caution =>
        s_isOff
            ? "libtorch's fast convolutions (oneDNN) give wrong numbers on this processor: oneDNN is turned off, so that convolutions, and "
                + "products of 16-bit matrices, are slower."
            : null;

    /// <summary>Looks at a model before it runs; DataWorth does so before each run. For programs that train by themselves.</summary>
    /// <param name="model">The model. Modules whose class is your own may convolve anything.</param>
    /// <exception cref="NotSupportedException">Convolutions are wrong, and the others that are right cannot be had.</exception>
    public static void Run(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var isOn = !s_isOff && !(s_isRight.IsValueCreated && s_isRight.Value) && !s_seen.TryGetValue(model, out _);
        if (!isOn || model.parameters().FirstOrDefault()?.device_type is not (null or DeviceType.CPU))
        {
            return;
        }

        foreach (var module in model.modules().Prepend(model))
        {
            if (module is Convolution convolution)
            {
                Require(convolution);
            }
            else if (!IsKnown(module.GetType()))
            {
                RequireAll();
            }
        }

        s_seen.AddOrUpdate(model, s_lock);
    }

    /// <summary>Looks at a task before it runs: functions and classes of one's own may convolve anything, too.</summary>
    internal static void Run(AttributionTask task)
    {
        Run(task.Model);
        if (task is DelegateTask || !IsKnown(task.GetType()))
        {
            RequireAll();
        }
    }

    /// <summary>Looks at one convolution over images.</summary>
    internal static void Require(long outputs, long inputs, ConvolutionGeometry geometry, Device device)
    {
        if (device.type == DeviceType.CPU && !s_isOff && !s_isRight.Value && !Knows(outputs, inputs, geometry, groups: 1))
        {
            TurnOff();
        }
    }

    /// <summary>Whether convolutions are right, whatever their sizes are. Turns nothing off.</summary>
    public static bool IsRightForAll() => s_isRight.Value;

    private static void RequireAll()
    {
        if (!s_isOff && !s_isRight.Value)
        {
            TurnOff();
        }
    }

    private static void Require(Convolution convolution)
    {
        if (s_isRight.Value)
        {
            return;
        }

        var isKnown =
            convolution is Conv1d or Conv2d
            && Knows(
                convolution.out_channels,
                convolution.in_channels,
                new ConvolutionGeometry(Pair(convolution.kernel_size), Pair(convolution.stride), (0, 0), Pair(convolution.dilation)),
                convolution.groups
            );
        if (!isKnown)
        {
            TurnOff();
        }
    }

    private static bool Knows(long outputs, long inputs, ConvolutionGeometry geometry, long groups) =>
        s_shapes.GetOrAdd((outputs, inputs, geometry, groups), shape => IsRight(shape.Item1, shape.Item2, shape.Item3, shape.Item4));

    // Small whole numbers, whose sums are exact in float32: any difference is a fault.
    private static bool IsRight(long outputs, long inputs, ConvolutionGeometry geometry, long groups)
    {
        using var scope = NewDisposeScope();
        using var on = enable_grad();
        var (kernel, dilation) = (geometry.Kernel, geometry.Dilation);
        long[] image = [4, inputs, Side(kernel.Height, dilation.Height), Side(kernel.Width, dilation.Width)];
        var (narrow, wide) = (Gradients(ScalarType.Float32), Gradients(ScalarType.Float64));
        return narrow.Zip(wide).All(pair => pair.First.to_type(ScalarType.Float64).equal(pair.Second).all().item<bool>());

        Tensor[] Gradients(ScalarType type)
        {
            var x = Numbers(image, 5, type);
            var w = Numbers([outputs, inputs / groups, kernel.Height, kernel.Width], 7, type);
            var y = nn.functional.conv2d(
                x,
                w,
                null,
                [geometry.Stride.Height, geometry.Stride.Width],
                [geometry.Padding.Height, geometry.Padding.Width],
                [dilation.Height, dilation.Width],
                groups
            );
            var gradients = autograd.grad([y], [x, w], [Numbers(y.shape, 3, type).detach()]);
            return [y.detach(), .. gradients];
        }

        static long Side(long kernel, long dilation) => ((kernel - 1) * dilation) + 6;

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
                CoreThrow.WrongConvolutions(exception);
            }

            if (!Array.TrueForAll(s_telling, shape => IsRight(shape.Outputs, shape.Inputs, Geometry(shape.Kernel), groups: 1)))
            {
                CoreThrow.WrongConvolutions(null);
            }

            s_isOff = true;
        }
    }

    private static bool IsKnown(Type type) =>
        type.Assembly.GetName().Name is "TorchSharp" or "DataWorth.Core" or "DataWorth.Models" or "DataWorth.Language";

    private static ConvolutionGeometry Geometry(long kernel) => new((kernel, kernel), (1, 1), (kernel / 2, kernel / 2), (1, 1));

    private static (long Height, long Width) Pair(long[] sizes) => (sizes.Length == 1 ? 1 : sizes[0], sizes[^1]);

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at13globalContextEv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GlobalContext();

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);
}
