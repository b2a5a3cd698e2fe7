using System.Runtime.InteropServices;

namespace DataWorth.Gradients;

/// <summary>What makes two references one parameter: where the values lie, and in which shape. Equal for a table and the head that is tied
/// to it.</summary>
/// <remarks>The object does not tell: <c>Embedding.weight</c> of TorchSharp is another one at every access.</remarks>
/// <param name="Address">Of the first value; where there is none (no elements, device 'meta'), of the tensor itself.</param>
/// <param name="Shape">Its shape: a view of another shape is another parameter.</param>
internal readonly record struct ParameterIdentity(nint Address, string Shape)
{
    /// <summary>The identity of a parameter; null for none.</summary>
    public static ParameterIdentity? Of(Tensor? parameter)
    {
        if (parameter is null)
        {
            return null;
        }

        var hasValues = parameter.NumberOfElements > 0 && !parameter.is_meta;
        var address = hasValues
            ? THSStorage_data_ptr(parameter.Handle) + (nint)(parameter.storage_offset() * parameter.ElementSize)
            : parameter.Handle;
        return new(address, string.Join(",", parameter.shape));
    }

    // TorchSharp offers it for float32, float64 and integers only; the native function takes every type and device.
    [DllImport("LibTorchSharp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint THSStorage_data_ptr(nint tensor);
}
