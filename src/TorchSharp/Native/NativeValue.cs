using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>One argument or result of an operator as it crosses into the shim; the layout of <c>dw_value</c> in abi.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    /// <summary>An integer, the bits of a double, a handle or an address, as the tag says.</summary>
    public long Payload;

    /// <summary>What the payload is.</summary>
    public ValueKind Kind;

    /// <summary>Length of a list or text, or index of a device.</summary>
    public int Count;
}
