namespace DataWorth.Artifacts.Tests.Memory;

public class BufferPoolTests
{
    // Lengths that no other test needs, as the pool is the process's; pages that nobody touches cost nothing.
    private const long Length = 300L << 20;

    [Fact]
    public void Rent_GivesABufferThatCameBack_ButNeverOneInUse()
    {
        var first = BufferPool.Rent(Length);
        var second = BufferPool.Rent(Length);
        Assert.NotSame(first, second);
        BufferPool.Return(first);
        Assert.Same(first, BufferPool.Rent(Length - 1));
        BufferPool.Return(second);
        var small = BufferPool.Rent((Length / 2) - 1);
        Assert.NotSame(second, small);
        first.Dispose();
        small.Dispose();
    }

    [Fact]
    public void Release_GivesMemoryBack_OnceItHasWaited()
    {
        var buffer = BufferPool.Rent(2 * BufferPool.MaxIdleBytes / 3);
        var before = Environment.TickCount64;
        BufferPool.Return(buffer);
        BufferPool.Release(before - 1);
        Assert.Equal(1, buffer.Span(0, 1).Length);
        Assert.InRange(BufferPool.IdleBytes, buffer.Length, BufferPool.MaxIdleBytes);
        BufferPool.Release(Environment.TickCount64);
        Assert.Throws<ObjectDisposedException>(() => buffer.Span(0, 1).Length);
    }

    [Fact]
    public void Return_OfMoreThanMayWait_GivesTheMemoryBackAtOnce()
    {
        var buffer = BufferPool.Rent(BufferPool.MaxIdleBytes + 1);
        BufferPool.Return(buffer);
        Assert.Throws<ObjectDisposedException>(() => buffer.Span(0, 1).Length);
    }

    [Fact]
    public void Return_Twice_IsRefused()
    {
        var buffer = BufferPool.Rent(100L << 20);
        BufferPool.Return(buffer);
        var exception = Assert.Throws<InvalidOperationException>(() => BufferPool.Return(buffer));
        Assert.Contains("given back twice", exception.Message);
    }
}
