using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The exports of <c>libdataworth_torch.so</c>; src/native/abi.h describes each of them.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>File name without prefix and suffix, as the loader is asked for it.</summary>
    public const string Library = "dataworth_torch";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int dw_operator_find(string name, string overload, nint* result);

    [LibraryImport(Library)]
    public static partial int dw_operator_call(nint op, NativeValue* arguments, int argumentCount, NativeValue* results, int capacity, int* count);

    [LibraryImport(Library)]
    public static partial int dw_operator_schema(nint op, byte** text);

    [LibraryImport(Library)]
    public static partial void dw_tensor_release(nint tensor);

    [LibraryImport(Library)]
    public static partial int dw_tensor_alias(nint tensor, nint* result);

    // Reads fields only: no lock, no allocation unless it fails.
    [LibraryImport(Library), SuppressGCTransition]
    public static partial int dw_tensor_get_info(nint tensor, TensorInfo* info);

    [LibraryImport(Library)]
    public static partial int dw_tensor_from_memory(
        void* data, long* sizes, int dimensions, int scalarType, delegate* unmanaged<nint, void> release, nint context, nint* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int dw_tensor_save(nint tensor, string path);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int dw_tensor_load(string path, nint* result);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long dw_live_tensors();

    [LibraryImport(Library)]
    public static partial int dw_tensor_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    public static partial int dw_tensor_retain_grad(nint tensor);

    [LibraryImport(Library)]
    public static partial int dw_tensor_get_grad(nint tensor, nint* result);

    [LibraryImport(Library)]
    public static partial int dw_tensor_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)]
    public static partial int dw_autograd_grad(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* outputGradients, int outputGradientCount,
        int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    public static partial int dw_autograd_backward(
        nint* outputs, int outputCount, nint* outputGradients, int outputGradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    public static partial int dw_autograd_function(
        nint* inputs, int inputCount, nint* outputs, int outputCount,
        delegate* unmanaged<nint, nint*, int, nint*, int, byte*, int, int> backward,
        delegate* unmanaged<nint, void> release, nint context, nint* results);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int dw_grad_mode_get();

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int dw_grad_mode_set(int enabled);

    [LibraryImport(Library)]
    public static partial int dw_inference_mode_enter(int enabled, nint* guard);

    [LibraryImport(Library)]
    public static partial int dw_inference_mode_leave(nint guard);

    [LibraryImport(Library)]
    public static partial int dw_generator_new(int deviceType, int deviceIndex, ulong seed, nint* result);

    [LibraryImport(Library)]
    public static partial int dw_generator_default(int deviceType, int deviceIndex, nint* result);

    [LibraryImport(Library)]
    public static partial void dw_generator_release(nint generator);

    [LibraryImport(Library)]
    public static partial int dw_generator_set_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    public static partial int dw_generator_get_seed(nint generator, ulong* seed);

    [LibraryImport(Library)]
    public static partial int dw_generator_get_state(nint generator, nint* state);

    [LibraryImport(Library)]
    public static partial int dw_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    public static partial int dw_manual_seed(ulong seed);

    [LibraryImport(Library)]
    public static partial int dw_threads_get(int interOp, int* threads);

    [LibraryImport(Library)]
    public static partial int dw_threads_set(int interOp, int threads);

    [LibraryImport(Library)]
    public static partial int dw_device_count(int deviceType, int* count);

    [LibraryImport(Library)]
    public static partial int dw_device_synchronize(int deviceType, int deviceIndex);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int dw_flag_get(string name, int* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int dw_flag_set(string name, int value);

    [LibraryImport(Library)]
    public static partial int dw_memory_in_use(long* bytes);

    [LibraryImport(Library)]
    public static partial int dw_configuration(byte** text);

    [LibraryImport(Library)]
    public static partial int dw_layout(int* values, int capacity);

    [LibraryImport(Library)]
    public static partial void dw_free(void* memory);

    [LibraryImport(Library)]
    public static partial byte* dw_last_error();

    /// <summary>Turns a return code other than 0 into an <see cref="ExternalException"/> with the error text of this thread.</summary>
    /// <param name="code">Return code of an export.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int code)
    {
        if (code != 0) Throw.NativeError();
    }

    /// <summary>Copies a text that the shim allocated, and frees it.</summary>
    /// <param name="text">Zero-terminated UTF-8.</param>
    public static string TakeText(byte* text)
    {
        var copy = Marshal.PtrToStringUTF8((nint)text) ?? "";
        dw_free(text);
        return copy;
    }
}
