namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Version of the libtorch that is loaded, such as <c>1.13.1</c>.</summary>
    public static string __version__ => Configuration().Split('\n')[0]["libtorch ".Length..];

    /// <summary>Starts a dispose scope on this thread: tensors created before its end are disposed with it, unless they are moved out.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.Push();

    /// <summary>The innermost dispose scope of this thread; null if there is none.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.Current;

    /// <summary>Runs a function in a dispose scope of its own and moves its result out.</summary>
    /// <param name="expr">The function.</param>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Number of threads that one operation uses.</summary>
    public static int get_num_threads() => Threads(0);

    /// <summary>Sets the number of threads that one operation uses.</summary>
    /// <param name="num">At least 1.</param>
    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.dw_threads_set(0, num));

    /// <summary>Number of threads between independent operations.</summary>
    public static int get_num_interop_threads() => Threads(1);

    /// <summary>Sets the number of threads between independent operations; possible once, before any is started.</summary>
    /// <param name="num">At least 1.</param>
    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.dw_threads_set(1, num));

    /// <summary>Loads libtorch and makes sure that there is a device of a kind.</summary>
    /// <param name="deviceType">Kind of device.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) Throw.InvalidOperation($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    /// <summary>Loads libtorch and looks for a device of a kind.</summary>
    /// <param name="deviceType">Kind of device.</param>
    /// <returns>True if there is one.</returns>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.META || DeviceCount(deviceType) > 0;

    /// <summary>Does nothing: every call here reports its own error. Kept for code written for the real package.</summary>
    public static void CheckForErrors()
    {
    }

    internal static string Configuration()
    {
        byte* text;
        NativeMethods.Check(NativeMethods.dw_configuration(&text));
        return NativeMethods.TakeText(text);
    }

    internal static int DeviceCount(DeviceType type)
    {
        int count;
        NativeMethods.Check(NativeMethods.dw_device_count((int)type, &count));
        return count;
    }

    private static int Threads(int interOp)
    {
        int threads;
        NativeMethods.Check(NativeMethods.dw_threads_get(interOp, &threads));
        return threads;
    }
}
