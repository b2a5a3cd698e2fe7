using System.Runtime.InteropServices;

namespace DataWorth.Artifacts;

/// <summary>A block of memory outside the garbage collector, aligned to 64 bytes or more; may exceed 2 GiB.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private void* _pointer;

    public NativeBuffer(long length)
    {
        Length = length;
        var isLarge = length >= MemoryPages.LargePage;
        _pointer = NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), isLarge ? MemoryPages.LargePage : 64u);
        if (isLarge)
        {
            MemoryPages.PreferLarge(Address, length / MemoryPages.LargePage * MemoryPages.LargePage);
        }

        GC.AddMemoryPressure(Math.Max(length, 1));
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    public nint Address => (nint)_pointer;

    public Span<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_pointer is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new Span<byte>((byte*)_pointer + offset, length);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer is not null)
        {
            NativeMemory.AlignedFree(_pointer);
            _pointer = null;
            GC.RemoveMemoryPressure(Math.Max(Length, 1));
        }
    }
}
