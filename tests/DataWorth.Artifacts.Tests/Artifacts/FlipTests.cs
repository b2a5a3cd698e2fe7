namespace DataWorth.Artifacts.Tests;

public sealed class FlipTests
{
    private const int Rows = 5;

    [Fact]
    public void EveryFlippedByte_IsFoundByVerify_AndNeverReadSilently()
    {
        // The lowest bit, the case of a letter, all bits: in turns.
        byte[] masks = [0x01, 0x20, 0xFF];
        var store = new FlippingStore();
        SampleArtifact.Write(store.Inner, Rows, 3);
        var flips = 0;
        foreach ((var name, var bytes) in SampleArtifact.Snapshot(store.Inner))
        {
            for (var index = 0; index < bytes.Length; index++, flips++)
            {
                store.Flip(name, index, masks[flips % masks.Length]);
                var faults = ArtifactVerifier.Verify(store, SampleArtifact.Key);
                Assert.True(
                    faults.Count == 1 && faults[0].ObjectName == name && faults[0].Message.Contains(name, StringComparison.Ordinal),
                    $"byte {index} of {name}: {string.Join('\n', faults)}"
                );
                foreach (var level in new[] { VerificationLevel.FirstRead, VerificationLevel.Full })
                {
                    var exception = Assert.ThrowsAny<ArtifactException>(() => SampleArtifact.RequireWhole(store, Rows, level));
                    Assert.Contains(name, exception.Message);
                }
            }
        }

        store.Flip("", 0, 0);
        Assert.Empty(ArtifactVerifier.Verify(store, SampleArtifact.Key));
        Assert.Equal(SampleArtifact.Snapshot(store.Inner).Values.Sum(bytes => bytes.Length), flips);
    }

    [Fact]
    public void AFlipInTheRows_IsAlsoFoundByAScan()
    {
        var store = new FlippingStore();
        SampleArtifact.Write(store.Inner, Rows, 3);
        var name = $"{SampleArtifact.Key}/rows-000001.safetensors";
        store.Flip(name, SampleArtifact.Snapshot(store.Inner)[name].Length - 1, 1);
        using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
        using var blocks = reader.Shards(0, 2, 2).GetEnumerator();
        Assert.True(blocks.MoveNext());
        var exception = Assert.ThrowsAny<ArtifactException>(() => blocks.MoveNext());
        Assert.ThrowsAny<ArtifactException>(() => reader.ReadRows("phi", 3, 1, new byte[24]));
        Assert.Matches(
            $"^'{name}' in memory: has the digest blake3:[0-9a-f]{{16}}…, the manifest says blake3:[0-9a-f]{{16}}…: its bytes were "
                + "changed\\. Remove what is damaged with",
            exception.Message
        );
    }

    /// <summary>Gives out one byte wrong.</summary>
    private sealed class FlippingStore : IArtifactStore
    {
        private (string Name, int Index, byte Mask) _flip;

        public MemoryArtifactStore Inner { get; } = new();

        public string Description => Inner.Description;

        public void Flip(string name, int index, byte mask) => _flip = (name, index, mask);

        public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default) =>
            Inner.Create(name, expectedLength, cancellationToken);

        public IArtifactObject Open(string name, CancellationToken cancellationToken = default)
        {
            var file = Inner.Open(name, cancellationToken);
            return name == _flip.Name ? new FlippedObject(file, _flip.Index, _flip.Mask) : file;
        }

        public bool Exists(string name, CancellationToken cancellationToken = default) => Inner.Exists(name, cancellationToken);

        public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
            Inner.List(prefix, cancellationToken);

        public bool Delete(string name, CancellationToken cancellationToken = default) => Inner.Delete(name, cancellationToken);

        public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
            DateTimeOffset before,
            bool preview,
            CancellationToken cancellationToken = default
        ) => [];

        public void Dispose() => Inner.Dispose();
    }

    private sealed class FlippedObject(IArtifactObject inner, int index, byte mask) : IArtifactObject
    {
        public string Name => inner.Name;

        public long Length => inner.Length;

        public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
        {
            inner.Read(offset, destination, cancellationToken);
            if (index >= offset && index < offset + destination.Length)
            {
                destination[(int)(index - offset)] ^= mask;
            }
        }

        public void Dispose() => inner.Dispose();
    }
}
