using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Owns one reference to a native random number generator.</summary>
internal sealed class GeneratorHandle : SafeHandle
{
    /// <summary>Takes over a handle that the shim gave out.</summary>
    /// <param name="handle">Address of the generator; not zero.</param>
    public GeneratorHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.dw_generator_release(handle);
        return true;
    }
}
