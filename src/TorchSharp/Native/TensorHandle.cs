using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Owns one reference to a native tensor; released once, on dispose or by the finalizer.</summary>
internal sealed class TensorHandle : SafeHandle
{
    /// <summary>Takes over a handle that the shim gave out.</summary>
    /// <param name="handle">Address of the tensor; not zero.</param>
    public TensorHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.dw_tensor_release(handle);
        return true;
    }
}
