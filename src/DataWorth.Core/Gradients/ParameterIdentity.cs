using System.Runtime.InteropServices;

namespace DataWorth.Gradients;

/// <summary>What makes two references one parameter: where the values lie, and in which shape. Equal for a table and the head that is tied
/// to it.</summary>
/// <remarks>The object does not tell: <c>Embedding.weight</c> of TorchSharp is another one at every access.</remarks>
/// <param name="Address">Of the first value; where there is none (no elements, device 'meta', sparse), of the tensor itself.</param>
/// <param name="Layout">Shape and strides: a view of another shape, or transposed, is another parameter.</param>
internal readonly record struct ParameterIdentity(nint Address, string Layout)
{
    /// <summary>The identity of a parameter; null for none.</summary>
    public static ParameterIdentity? Of(Tensor? parameter)
    {
        if (parameter is null)
        {
            return null;
        }

        // Nothing lies at an address where there are no elements, on the device 'meta' and in sparse tensors.
        if (parameter.NumberOfElements == 0 || parameter.is_meta || parameter.is_sparse)
        {
            return new(parameter.Handle, "");
        }

        var address = THSStorage_data_ptr(parameter.Handle) + (nint)(parameter.storage_offset() * parameter.ElementSize);
        return new(address, $"{string.Join(",", parameter.shape)};{string.Join(",", parameter.stride())}");
    }

    // TorchSharp offers it for float32, float64 and integers only; the native function takes every type and device.
    [DllImport("LibTorchSharp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint THSStorage_data_ptr(nint tensor);
}
