using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor as a .NET collection, in row-major order whatever the strides are. Keeps the tensor object alive, not undisposed.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly T* _data;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        var info = tensor.Info();
        if (info.DeviceType != (int)DeviceType.CPU) Throw.NotOnCpu(tensor.device);
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _data = (T*)info.Data;
        _contiguous = info.Flags.HasFlag(TensorFlags.IsContiguous);
        Count = info.Elements;
    }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>False: elements may be set.</summary>
    public bool IsReadOnly => false;

    /// <summary>One element.</summary>
    /// <param name="indices">A row-major position, or one index per dimension.</param>
    /// <exception cref="IndexOutOfRangeException">An index is outside the tensor.</exception>
    public T this[params long[] indices]
    {
        get
        {
            var value = _data[OffsetOf(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }

        set
        {
            _data[OffsetOf(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    /// <summary>Copies the elements into a new array of one dimension.</summary>
    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>Copies the elements into a new .NET array of the tensor's shape; a tensor without dimensions gives one element.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0) return ToArray();
        var array = Array.CreateInstance(typeof(T), _shape);
        var target = new Span<T>(
            Unsafe.AsPointer(
                ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array))),
            checked((int)Count));
        CopyTo(target);
        return array;
    }

    /// <summary>Copies elements into an array until either ends.</summary>
    /// <param name="array">Where they go.</param>
    /// <param name="arrayIndex">First position in the array.</param>
    /// <param name="tensorIndex">First row-major position in the tensor.</param>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements into a span until either ends.</summary>
    /// <param name="array">Where they go.</param>
    /// <param name="arrayIndex">First position in the span.</param>
    /// <param name="tensorIndex">First row-major position in the tensor.</param>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_contiguous) new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        else for (var i = 0; i < count; i++) target[i] = _data[Translate(tensorIndex + i)];
        GC.KeepAlive(_tensor);
    }

    /// <summary>Copies elements from an array until either ends.</summary>
    /// <param name="array">Where they come from.</param>
    /// <param name="arrayIndex">First position in the array.</param>
    /// <param name="tensorIndex">First row-major position in the tensor.</param>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements from a span until either ends.</summary>
    /// <param name="array">Where they come from.</param>
    /// <param name="arrayIndex">First position in the span.</param>
    /// <param name="tensorIndex">First row-major position in the tensor.</param>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (_contiguous) source[..count].CopyTo(new Span<T>(_data + tensorIndex, count));
        else for (var i = 0; i < count; i++) _data[Translate(tensorIndex + i)] = source[i];
        GC.KeepAlive(_tensor);
    }

    /// <summary>Enumerates the elements in row-major order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    /// <summary>Does nothing: the tensor is disposed by its owner.</summary>
    public void Dispose()
    {
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long OffsetOf(long[] indices)
    {
        if (indices.Length == 1)
        {
            if (indices[0] < 0 || indices[0] >= Count) Throw.IndexOutOfRange(indices[0], Count);
            return _contiguous ? indices[0] : Translate(indices[0]);
        }

        if (indices.Length != _shape.Length) Throw.Argument($"The tensor has {_shape.Length} dimensions, got {indices.Length} indices.", nameof(indices));
        long offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= _shape[i]) Throw.IndexOutOfRange(indices[i], _shape[i]);
            offset += indices[i] * _strides[i];
        }

        return offset;
    }

    private long Translate(long position)
    {
        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            (position, var index) = Math.DivRem(position, _shape[i]);
            offset += index * _strides[i];
        }

        return offset;
    }
}
