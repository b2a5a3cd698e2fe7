using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataWorth.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace DataWorth.Runtime;

/// <summary>Whether libtorch's convolutions on this machine's processor are right; where they are not, the slower ones that are.</summary>
/// <remarks>
/// The oneDNN inside libtorch 2.10 (3.7.1) lays kernels out in blocks of 8 or 16 channels. Where the processor says nothing of its caches (some
/// virtual machines of AMD processors), it fills the rest of the last block with zeros that run into the next one: with 17 channels, or 1, outputs and
/// gradients were up to 140 % off, without a word. Some convolutions are compared with those of float64, which do not go through oneDNN. Where one
/// differs, oneDNN is turned off for the process before a convolution runs that has to fill blocks (channels that are no multiples of 16). That costs
/// products of bfloat16 matrices most, so it is left on for models that have none such.
/// </remarks>
public static class ConvolutionCheck
{
    private const long LargestBlock = 16;

    // Wrong with every number of threads that was tried, where any is.
    private static readonly (long Outputs, long Inputs, long Kernel)[] s_telling = [(17, 17, 3), (1, 1, 5), (24, 16, 3)];

    private static readonly Lazy<bool> s_isRight = new(AreRight);
    private static readonly ConditionalWeakTable<nn.Module, object> s_seen = [];
    private static readonly object s_lock = new();
    private static volatile bool s_isOff;

    /// <summary>What was found and done, in a sentence, for models that have convolutions; null where nothing was.</summary>
    /// <param name="model">The model.</param>
    internal static string? Caution(nn.Module model) =>
        s_isOff && model.modules().Any(module => module is Convolution)
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
                Require(convolution.out_channels / convolution.groups, convolution.in_channels / convolution.groups);
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

    /// <summary>Looks at one convolution before it runs.</summary>
    /// <param name="outputs">Output channels of a group.</param>
    /// <param name="inputs">Input channels of a group.</param>
    internal static void Require(long outputs, long inputs)
    {
        if (outputs % LargestBlock != 0 || inputs % LargestBlock != 0)
        {
            RequireAll();
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

    // Small whole numbers, whose sums are exact in float32: any difference is a fault.
    private static bool AreRight()
    {
        using var scope = NewDisposeScope();
        using var on = enable_grad();
        return Array.TrueForAll(s_telling, shape =>
            Gradients(shape, ScalarType.Float32)
                .Zip(Gradients(shape, ScalarType.Float64))
                .All(pair => pair.First.to_type(ScalarType.Float64).equal(pair.Second).all().item<bool>())
        );

        static Tensor[] Gradients((long Outputs, long Inputs, long Kernel) shape, ScalarType type)
        {
            var x = Numbers([4, shape.Inputs, 8, 8], 5, type);
            var w = Numbers([shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel], 7, type);
            var y = nn.functional.conv2d(x, w, padding: [shape.Kernel / 2, shape.Kernel / 2]);
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
                CoreThrow.WrongConvolutions(exception);
            }

            if (!AreRight())
            {
                CoreThrow.WrongConvolutions(null);
            }

            s_isOff = true;
        }
    }

    private static bool IsKnown(Type type) =>
        type.Assembly.GetName().Name is "TorchSharp" or "DataWorth.Core" or "DataWorth.Models" or "DataWorth.Language";

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at13globalContextEv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GlobalContext();

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);
}
