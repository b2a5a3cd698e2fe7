using System.Buffers;

namespace DataWorth.Artifacts.Azure;

/// <summary>Memory of a caller that waits until the work on it is done, so that asynchronous reads can fill it.</summary>
internal sealed unsafe class NativeMemoryManager(byte* pointer, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(pointer, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(pointer + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
