using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Owns one reference to a native tensor and counts its users; released when it is closed and nobody uses it, or at last by the finalizer.</summary>
/// <remarks>
/// A SafeHandle costs a finalizable object per tensor, a sixth of the time of a small operator. These objects are kept for the next tensor of the
/// thread instead. A generation number, which changes with each use, tells a late caller of an old tensor that the object has a new one.
/// </remarks>
internal sealed class TensorHandle
{
    private const int PoolSize = 256;
    private const long Closed = 1;
    private const long OneUse = 2;
    private const long Uses = 0xFFFFFFFE;

    [ThreadStatic]
    private static Pool? t_pool;

    private nint _address;

    // Upper half: generation; lower half: uses (the owner's is one) and the closed bit.
    private long _state;

    private TensorHandle()
    {
    }

    /// <summary>Frees what nobody closed.</summary>
    ~TensorHandle()
    {
        if (_address != 0)
            NativeMethods.dw_tensor_release(_address);
    }

    /// <summary>Address of the native tensor, or 0; meaningful between <see cref="Hold"/> and <see cref="Unhold"/>.</summary>
    public nint Address => _address;

    /// <summary>Takes over a native reference.</summary>
    /// <param name="address">Address of the tensor; not zero.</param>
    /// <param name="generation">What the owner names in later calls.</param>
    public static TensorHandle Rent(nint address, out uint generation)
    {
        var handle = t_pool is { Count: > 0 } pool ? pool.Take() : new TensorHandle();
        generation = (uint)(handle._state >> 32) + 1;
        handle._address = address;
        Volatile.Write(ref handle._state, ((long)generation << 32) | OneUse);
        return handle;
    }

    /// <summary>Counts a use, so that a close on another thread waits for its end.</summary>
    /// <returns>Address of the native tensor.</returns>
    /// <exception cref="InvalidOperationException">It was closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Hold(uint generation)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((uint)(state >> 32) != generation || (state & Closed) != 0)
                Throw.EmptyHandle();
            if (Interlocked.CompareExchange(ref _state, state + OneUse, state) == state)
                return _address;
        }
    }

    /// <summary>Ends a use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Unhold()
    {
        if ((Interlocked.Add(ref _state, -OneUse) & Uses) == 0)
            Free();
    }

    /// <summary>Ends the owner's use; the native reference is released when no other is left.</summary>
    /// <param name="generation">As given by <see cref="Rent"/>; called once for it.</param>
    public void Close(uint generation)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            Debug.Assert((uint)(state >> 32) == generation, "a handle is closed once");
            var next = (state | Closed) - OneUse;
            if (Interlocked.CompareExchange(ref _state, next, state) != state)
                continue;
            if ((next & Uses) == 0)
                Free();
            return;
        }
    }

    /// <summary>Gives the native reference to the caller and closes the handle.</summary>
    public nint GiveAway(uint generation)
    {
        var address = Interlocked.Exchange(ref _address, 0);
        Close(generation);
        return address;
    }

    private void Free()
    {
        var address = _address;
        _address = 0;
        if (address != 0)
            NativeMethods.dw_tensor_release(address);
        (t_pool ??= new Pool()).Give(this);
    }

    private sealed class Pool
    {
        private readonly TensorHandle?[] _items = new TensorHandle?[PoolSize];

        public int Count { get; private set; }

        public TensorHandle Take()
        {
            var handle = _items[--Count]!;
            _items[Count] = null; // or a forgotten tensor would never be finalized
            return handle;
        }

        public void Give(TensorHandle handle)
        {
            if (Count < PoolSize)
                _items[Count++] = handle;
        }
    }
}
