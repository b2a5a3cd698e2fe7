namespace DataWorth.Artifacts.Tests;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Items_ComeInTheirOrder_AndAtMostSoManyAheadAreMade(int ahead)
    {
        var made = 0;
        var used = 0;
        foreach (var item in ReadAhead.Of(Source(), ahead, CancellationToken.None))
        {
            Assert.Equal(used, item);
            Volatile.Write(ref used, item + 1);
        }

        Assert.Equal(100, used);

        IEnumerable<int> Source()
        {
            for (; made < 100; made++)
            {
                // Those before the one in use, the one in use, those that wait, and this one.
                Assert.InRange(made, 0, Volatile.Read(ref used) + ahead + 1);
                yield return made;
            }
        }
    }

    [Fact]
    public void TheNextItem_IsMadeWhileOneIsUsed()
    {
        using var second = new ManualResetEventSlim();
        foreach (var item in ReadAhead.Of(Source(), 0, CancellationToken.None))
        {
            Assert.True(second.Wait(TimeSpan.FromSeconds(30)), $"item {item}");
        }

        IEnumerable<int> Source()
        {
            yield return 1;
            second.Set();
            yield return 2;
        }
    }

    [Fact]
    public void AFailure_IsThrownAsItIs_AfterTheItemsBeforeIt()
    {
        List<int> seen = [];
        var exception = Assert.Throws<IOException>(() =>
        {
            foreach (var item in ReadAhead.Of(Source(), 4, CancellationToken.None))
            {
                seen.Add(item);
            }
        });
        Assert.Equal("the third", exception.Message);
        Assert.Equal([1, 2], seen);

        static IEnumerable<int> Source()
        {
            yield return 1;
            yield return 2;
            throw new IOException("the third");
        }
    }

    [Fact]
    public void LeavingEarly_EndsTheSource_BeforeTheLoopIsLeft()
    {
        var ended = false;
        using var isEnding = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var leaving = new BlockedCall<bool>(() =>
        {
            foreach (var item in ReadAhead.Of(Source(), 3, CancellationToken.None))
            {
                Assert.Equal(0, item);
                break;
            }

            return ended;
        });
        isEnding.Wait();
        leaving.RequireWaiting();
        mayEnd.Set();
        Assert.True(leaving.Result());

        IEnumerable<int> Source()
        {
            try
            {
                for (var item = 0; ; item++)
                {
                    yield return item;
                }
            }
            finally
            {
                isEnding.Set();
                mayEnd.Wait();
                ended = true;
            }
        }
    }

    [Fact]
    public void Cancellation_StopsBothSides()
    {
        using var source = new CancellationTokenSource();
        var seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var item in ReadAhead.Of(Enumerable.Range(0, int.MaxValue), 2, source.Token))
            {
                seen++;
                source.Cancel();
            }
        });
        Assert.Equal(1, seen);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadAhead.Of(Array.Empty<int>(), -1, CancellationToken.None));
    }
}
