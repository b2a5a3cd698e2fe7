namespace TorchSharp;

/// <summary>The bits of <c>dw_tensor_info.flags</c>.</summary>
[Flags]
internal enum TensorFlags
{
    None = 0,
    RequiresGrad = 1,
    IsLeaf = 2,
    IsContiguous = 4,
    IsInference = 8,
    IsSparse = 16,
}
