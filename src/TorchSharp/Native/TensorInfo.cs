using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Metadata of a tensor, read in one call; the layout of <c>dw_tensor_info</c> in abi.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public long* Sizes;
    public long* Strides;
    public void* Data;
    public long Dimensions;
    public long Elements;
    public long StorageOffset;
    public long Version;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public TensorFlags Flags;
}
