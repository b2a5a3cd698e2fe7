using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>With a service that fails as services do, the bytes are right or the error is clear.</summary>
public sealed class FaultTests
{
    private const int Block = 64 << 10;
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress();

    [StoreTheory]
    [InlineData(Fault.InternalError)]
    [InlineData(Fault.ServerBusy)]
    [InlineData(Fault.TooManyRequests)]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.LostAnswer)]
    [InlineData(Fault.TruncatedBody)]
    [InlineData(Fault.SlowBody)]
    public void EveryFourthRequestFails_TheBytesAreRight(Fault fault)
    {
        using var proxy = new FaultProxy((_, number) => Pick(number) % 4 == 0 ? fault : Fault.None);
        using var store = AzuriteTest.Open(_address, proxy.Port, blockBytes: Block);
        var bytes = AzuriteTest.Bytes((11 * Block) + 5, seed: (int)fault);
        AzuriteTest.Write(store, "object", bytes);
        for (var pass = 0; pass < 3; pass++)
        {
            Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
        }

        SampleArtifact.Write(store, 11, 4);
        SampleArtifact.RequireWhole(store, 11);
        Assert.Empty(ArtifactVerifier.Verify(store, SampleArtifact.Key));
        using var direct = AzuriteTest.Open(_address);
        Assert.Equal(bytes, AzuriteTest.ReadAll(direct, "object"));
        Assert.True(proxy.Count(fault) > 5, $"only {proxy.Count(fault)} requests failed");
    }

    [StoreFact]
    public void AllFaultsMixed_TheBytesAreRight()
    {
        Fault[] faults = [.. Enum.GetValues<Fault>().Where(fault => fault is not (Fault.None or Fault.Silence))];
        using var proxy = new FaultProxy((_, number) => Pick(number) % 3 == 0 ? faults[Pick(number + 1000) % faults.Length] : Fault.None);
        using var store = AzuriteTest.Open(_address, proxy.Port, blockBytes: Block, retries: 12);
        var bytes = AzuriteTest.Bytes(20 * Block, seed: 1);
        AzuriteTest.Write(store, "object", bytes);
        Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
        SampleArtifact.Write(store, 23, 4);
        SampleArtifact.RequireWhole(store, 23, VerificationLevel.Full);
    }

    [StoreFact]
    public void LostAnswerToTheCommit_StillCountsAsThisWriters()
    {
        var lost = 0;
        using var proxy = new FaultProxy(
            (line, _) =>
                line.StartsWith("PUT ", StringComparison.Ordinal)
                && !line.Contains("comp=block&", StringComparison.Ordinal)
                && !line.Contains("restype=container", StringComparison.Ordinal)
                && Interlocked.Increment(ref lost) % 2 == 1
                    ? Fault.LostAnswer
                    : Fault.None
        );
        using var store = AzuriteTest.Open(_address, proxy.Port, blockBytes: Block);
        AzuriteTest.Write(store, "small", [1, 2, 3]);
        AzuriteTest.Write(store, "large", AzuriteTest.Bytes(3 * Block, seed: 2));
        Assert.Equal(2, proxy.Count(Fault.LostAnswer));
        using var second = store.Create("small");
        second.Write([9]);
        Assert.False(second.Commit());
        Assert.Equal([1, 2, 3], AzuriteTest.ReadAll(store, "small"));
    }

    [StoreFact]
    public void Silence_IsTimedOutAndTriedAgain()
    {
        using var proxy = new FaultProxy(
            (line, number) => line.StartsWith("GET ", StringComparison.Ordinal) && number < 8 ? Fault.Silence : Fault.None
        );
        using var store = new AzureBlobArtifactStore(
            _address,
            new AzureBlobStoreOptions
            {
                ConnectionString = AzuriteServer.Instance.ConnectionString(proxy.Port),
                NetworkTimeout = TimeSpan.FromSeconds(1),
                RetryDelay = TimeSpan.FromMilliseconds(10),
                MaxRetryDelay = TimeSpan.FromMilliseconds(20),
            }
        );
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(1000, seed: 3));
        Assert.Equal(AzuriteTest.Bytes(1000, seed: 3), AzuriteTest.ReadAll(store, "object"));
        Assert.True(proxy.Count(Fault.Silence) > 0);
    }

    [StoreTheory]
    [InlineData(Fault.InternalError, "the service answered 500 InternalError")]
    [InlineData(Fault.ServerBusy, "the service answered 503 ServerBusy")]
    [InlineData(Fault.TooManyRequests, "the service answered 429 TooManyRequests")]
    [InlineData(Fault.Reset, "")]
    [InlineData(Fault.LostAnswer, "")]
    public void AServiceThatStaysDown_IsAClearError_AndNothingIsVisible(Fault fault, string reason)
    {
        var down = false;
        using var proxy = new FaultProxy(
            (line, _) =>
                down && !(line.StartsWith("PUT ", StringComparison.Ordinal) && line.Contains("restype=container", StringComparison.Ordinal))
                    ? fault
                    : Fault.None
        );
        using var store = AzuriteTest.Open(_address, proxy.Port, blockBytes: Block, retries: 2);
        AzuriteTest.Write(store, "there", AzuriteTest.Bytes(10, seed: 4));
        using var file = store.Open("there");
        down = true;
        var reading = Assert.Throws<ArtifactStorageException>(() => file.Read(0, new byte[10]));
        // Three attempts, each of which a broken connection repeats up to three times by itself; repetitions of repetitions would keep a
        // user waiting for hours.
        Assert.InRange(proxy.Count(fault), 3, 12);
        Assert.StartsWith($"Cannot read '{_address}/there': {reason}", reading.Message);
        Assert.EndsWith(". Check the network and the service, then run again; finished shards are kept.", reading.Message);
        using (var writer = store.Create("object", 3 * Block))
        {
            var writing = Assert.Throws<ArtifactStorageException>(() =>
            {
                writer.Write(AzuriteTest.Bytes(3 * Block, seed: 5));
                writer.Commit();
            });
            Assert.StartsWith($"Cannot write '{_address}/object' of {3 * Block} bytes: {reason}", writing.Message);
            Assert.Contains("Nothing of it is visible.", writing.Message);
            Assert.Equal(3 * Block, writing.BytesNeeded);
            Assert.DoesNotContain(AzuriteServer.Instance.Key, writing.ToString());
        }

        Assert.Throws<ArtifactStorageException>(() => store.Open("there"));
        Assert.Throws<ArtifactStorageException>(() => store.Exists("there"));
        Assert.Throws<ArtifactStorageException>(() => store.List("").Count());
        down = false;
        Assert.Equal(["there"], store.List("").Select(info => info.Name));
    }

    [StoreFact]
    public void BodiesThatAlwaysBreakOff_AreAClearError()
    {
        var down = false;
        using var proxy = new FaultProxy(
            (line, _) => down && line.StartsWith("GET ", StringComparison.Ordinal) ? Fault.TruncatedBody : Fault.None
        );
        using var store = AzuriteTest.Open(_address, proxy.Port, retries: 1);
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(1_000_000, seed: 6));
        using var file = store.Open("object");
        down = true;
        // Each attempt brings half of what is missing; 20 bits of halving are more than the attempts allow.
        var exception = Assert.Throws<ArtifactStorageException>(() => file.Read(0, new byte[250_000]));
        Assert.StartsWith($"Cannot read '{_address}/object': ", exception.Message);
    }

    [StoreFact]
    public void UnreachableService_IsAClearError()
    {
        using var store = AzuriteTest.Open(_address, port: 9, retries: 1);
        var exception = Assert.Throws<ArtifactStorageException>(() => store.Open("object"));
        Assert.StartsWith($"Cannot read '{_address}/object': ", exception.Message);
        Assert.Contains("refused", exception.Message);
        Assert.DoesNotContain(AzuriteServer.Instance.Key, exception.ToString());
    }

    // A fixed sequence that looks random: repeatable, and not in step with the SDK's own attempts.
    private static int Pick(int number) => (int)((uint)(number * 2654435761L) >> 7) & 0xFFFF;
}
