using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    private static readonly Operator s_scalarTensor = Operator.Find("aten::scalar_tensor");
    private static readonly Operator s_arange = Operator.Find("aten::arange", "start_step");
    private static readonly Operator s_linspace = Operator.Find("aten::linspace");
    private static readonly Operator s_eye = Operator.Find("aten::eye", "m");
    private static ScalarType s_defaultType = ScalarType.Float32;
    private static Device? s_defaultDevice;

    /// <summary>The floating-point type of tensors created without one.</summary>
    public static ScalarType get_default_dtype() => s_defaultType;

    /// <summary>Sets the floating-point type of tensors created without one.</summary>
    /// <param name="dtype">A floating-point type.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype)) Throw.Argument($"Expected a floating-point type, got {dtype}.", nameof(dtype));
        s_defaultType = dtype;
    }

    /// <summary>The device of tensors created without one.</summary>
    public static Device get_default_device() => s_defaultDevice ?? CPU;

    /// <summary>Sets the device of tensors created without one.</summary>
    /// <param name="device">The device.</param>
    public static void set_default_device(Device device) => s_defaultDevice = device;

    /// <summary>Numbers from start to before stop at a distance of step.</summary>
    /// <param name="start">First number.</param>
    /// <param name="stop">Bound, not reached.</param>
    /// <param name="step">Distance.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers for integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var type = dtype ?? (start.Type == ScalarType.Int64 && stop.Type == ScalarType.Int64 && step.Type == ScalarType.Int64
            ? ScalarType.Int64 : s_defaultType);
        return WithGrad(s_arange.Call(start, stop, step, type, Value.None, device ?? get_default_device()), requires_grad);
    }

    /// <summary>Numbers from start to before stop at a distance of 1.</summary>
    /// <param name="start">First number.</param>
    /// <param name="stop">Bound, not reached.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers for integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from 0 to before stop at a distance of 1.</summary>
    /// <param name="stop">Bound, not reached.</param>
    /// <param name="dtype">Type of the elements; 64-bit integers for integers if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers at equal distance from start to end, both included.</summary>
    /// <param name="start">First number.</param>
    /// <param name="end">Last number.</param>
    /// <param name="steps">How many.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        WithGrad(s_linspace.Call(start, end, steps, dtype ?? s_defaultType, Value.None, device ?? get_default_device()), requires_grad);

    /// <summary>A matrix with ones on the diagonal.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns; as many as rows if -1.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor eye(
        long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        CheckNames(names);
        return WithGrad(
            s_eye.Call(rows, columns < 0 ? rows : columns, dtype ?? s_defaultType, Value.None, device ?? get_default_device()), requires_grad);
    }

    /// <summary>A tensor without dimensions that holds one number.</summary>
    /// <param name="scalar">The number.</param>
    /// <param name="dtype">Type of the element; that of the number if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor tensor(Scalar scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        WithGrad(s_scalarTensor.Call(scalar, dtype ?? scalar.Type, Value.None, device ?? get_default_device()), requires_grad);

    /// <summary>A tensor with a copy of a .NET array of any rank.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    public static Tensor from_array(Array rawArray, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = ElementType(rawArray);
        var bytes = MemoryMarshal.CreateReadOnlySpan(
            ref MemoryMarshal.GetArrayDataReference(rawArray), checked(rawArray.Length * Tensor.SizeOf(type)));
        return FromBytes(bytes, Shape(rawArray), type, null, device, false, null);
    }

    /// <summary>A tensor over the memory of a .NET array, which stays pinned until the tensor and its views are gone.</summary>
    /// <param name="rawArray">The numbers, or bytes to be read as such.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="count">How many elements; those up to the end of the array if -1.</param>
    /// <param name="offset">Where they start, in bytes.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="device">Where the tensor lies; a copy is made on other devices than the CPU.</param>
    /// <exception cref="ArgumentException">The elements do not lie in the array.</exception>
    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var size = Tensor.SizeOf(dtype);
        var available = (long)rawArray.Length * Tensor.SizeOf(ElementType(rawArray)) - offset;
        if (count == -1) count = available / size;
        if (offset < 0 || count < 0 || count * size > available)
            Throw.Argument($"The array has {available + offset} bytes; {count} elements of {dtype} at offset {offset} do not lie in it.");

        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        nint result;
        var code = NativeMethods.dw_tensor_from_memory(
            (byte*)pin.AddrOfPinnedObject() + offset, &count, 1, (int)dtype, &ReleasePin, GCHandle.ToIntPtr(pin), &result);
        if (code != 0) pin.Free();
        NativeMethods.Check(code);
        var tensor = WithGrad(new Tensor(result), requires_grad);
        if (device is null || device.type == DeviceType.CPU) return tensor;
        using (tensor) return tensor.to(device);
    }

    internal static Tensor FromScalar<T>(T scalar, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged => FromSpan(new ReadOnlySpan<T>(ref scalar), [], dtype, device, requires_grad, null);

    internal static Tensor FromArray<T>(Array array, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * sizeof(T)));
        return FromBytes(bytes, Shape(array), Tensor.TypeOf(typeof(T)), dtype, device, requires_grad, names);
    }

    internal static Tensor FromSpan<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged =>
        FromBytes(MemoryMarshal.AsBytes(values), shape.ToArray(), Tensor.TypeOf(typeof(T)), dtype, device, requires_grad, names);

    internal static Tensor WithGrad(Tensor tensor, bool requires_grad)
    {
        if (requires_grad) tensor.requires_grad = true;
        return tensor;
    }

    private static Tensor FromBytes(
        ReadOnlySpan<byte> values, long[] shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        CheckNames(names);
        device ??= get_default_device();
        var expected = Tensor.SizeOf(type);
        foreach (var size in shape) expected = checked(expected * (int)size);
        if (values.Length != expected)
            Throw.Argument($"The dimensions [{string.Join(", ", shape)}] ask for {expected / Tensor.SizeOf(type)} elements, the array has {values.Length / Tensor.SizeOf(type)}.");

        var tensor = s_empty.Call(shape, type, Value.None, CPU);
        tensor.bytes = values.ToArray();
        if (device.type != DeviceType.CPU || (dtype is { } wanted && wanted != type))
        {
            using var original = tensor;
            tensor = original.to(dtype ?? type, device);
        }

        return WithGrad(tensor, requires_grad);
    }

    private static Tensor Create(Operator op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        CheckNames(names);
        return WithGrad(op.Call(size, dtype ?? s_defaultType, Value.None, device ?? get_default_device()), requires_grad);
    }

    private static Tensor CreateFilled(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        CheckNames(names);
        var type = dtype ?? (value.Type == ScalarType.Float64 ? s_defaultType : value.Type);
        return WithGrad(s_full.Call(size, value, type, Value.None, device ?? get_default_device()), requires_grad);
    }

    private static Tensor CreateRandom(
        Operator op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names)
    {
        CheckNames(names);
        return WithGrad(op.Call(size, generator, dtype ?? s_defaultType, Value.None, device ?? get_default_device()), requires_grad);
    }

    private static void CheckNames(string[]? names)
    {
        if (names is not null) Throw.NotSupported("Named dimensions are not supported: pass null for 'names'.");
    }

    private static ScalarType ElementType(Array array)
    {
        var element = array.GetType().GetElementType()!;
        var type = Tensor.TypeOf(element);
        if ((sbyte)type < 0) Throw.Argument($"Arrays of {element.Name} are not supported.", nameof(array));
        return type;
    }

    private static long[] Shape(Array array)
    {
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = array.GetLongLength(i);
        return shape;
    }

    [UnmanagedCallersOnly]
    private static void ReleasePin(nint context) => GCHandle.FromIntPtr(context).Free();
}
