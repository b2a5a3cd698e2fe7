namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Writes a tensor to a file in libtorch's format.</summary>
    /// <param name="t">The tensor.</param>
    /// <param name="location">Path of the file.</param>
    public static void save(Tensor t, string location)
    {
        NativeMethods.Check(NativeMethods.dw_tensor_save(t.Handle, location));
        GC.KeepAlive(t);
    }

    /// <summary>Reads a tensor from a file in libtorch's format.</summary>
    /// <param name="location">Path of the file.</param>
    public static Tensor load(string location)
    {
        nint result;
        NativeMethods.Check(NativeMethods.dw_tensor_load(location, &result));
        return new Tensor(result);
    }
}
