namespace TorchSharp;

public static partial class torch
{
    /// <summary>Stops the recording of operations on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradModeScope(false);

    /// <summary>Starts the recording of operations on this thread until the result is disposed.</summary>
    /// <param name="enabled">False stops it instead.</param>
    public static IDisposable enable_grad(bool enabled = true) => new GradModeScope(enabled);

    /// <summary>Starts or stops the recording of operations on this thread until the result is disposed.</summary>
    /// <param name="mode">Whether operations are recorded.</param>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradModeScope(mode);

    /// <summary>Whether operations are recorded on this thread.</summary>
    public static bool is_grad_enabled() => NativeMethods.dw_grad_mode_get() != 0;

    /// <summary>Stops recording and version counting on this thread until the result is disposed; tensors made meanwhile never take part in a graph.</summary>
    /// <param name="mode">False leaves the mode instead.</param>
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeScope(mode);

    private sealed class GradModeScope(bool enabled) : IDisposable
    {
        private readonly int _previous = NativeMethods.dw_grad_mode_set(enabled ? 1 : 0);
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            _ = NativeMethods.dw_grad_mode_set(_previous);
        }
    }

    private sealed unsafe class InferenceModeScope : IDisposable
    {
        private nint _guard;

        public InferenceModeScope(bool enabled)
        {
            nint guard;
            NativeMethods.Check(NativeMethods.dw_inference_mode_enter(enabled ? 1 : 0, &guard));
            _guard = guard;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _guard, 0) is var guard and not 0) NativeMethods.Check(NativeMethods.dw_inference_mode_leave(guard));
        }
    }
}
