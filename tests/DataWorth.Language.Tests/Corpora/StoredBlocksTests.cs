using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>Blocks that are kept are the blocks that were encoded.</summary>
public sealed class StoredBlocksTests
{
    private static readonly TextDocument[] s_documents =
    [
        new("a.txt", "A", "Grüße aus 東京 🙂 und mehr, und noch mehr davon."),
        new("leer.txt", "", ""),
        new("b/ä.txt", "B", "Ein zweiter Text\r\nmit\0Zeilen.") { Completions = [new(4, 7)] },
        .. Enumerable.Range(0, 40).Select(i => new TextDocument($"n{i}", "N", new string((char)('a' + (i % 26)), 13 * i))),
    ];

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 7)]
    [InlineData(false, 2)]
    [InlineData(true, 4096)]
    public void ReadInOrder_ByPlaceOrById_TheyAreEqual(bool isPacked, int length)
    {
        MemoryArtifactStore store = new();
        TokenBlock[] blocks = [.. Encode(isPacked, length)];
        using var kept = StoredBlocks.Keep(store, Key(isPacked, length), Encode(isPacked, length));
        Assert.Equal(blocks.Length, kept.Count);
        Assert.Equal(blocks.Select(Text), kept.Select(Text));
        Assert.Equal(blocks.Select(Text), Enumerable.Range(0, kept.Count).Select(place => Text(kept[place])));
        string[] asked = [blocks[^1].Id, "nobody", blocks[0].Id, blocks[^1].Id];
        Assert.Equal(asked.Where(id => id != "nobody").Distinct().Order(), kept.Find(asked).Select(block => block.Id).Order());
        Assert.Equal(Text(blocks[0]), Text(kept.Find([blocks[0].Id]).Single()));
    }

    [Fact]
    public void Keep_WhatIsThere_EncodesNothing()
    {
        MemoryArtifactStore store = new();
        StoredBlocks.Keep(store, Key(true, 7), Encode(true, 7)).Dispose();
        using var again = StoredBlocks.Keep(store, Key(true, 7), Never());
        Assert.Equal(Encode(true, 7).Count(), again.Count);
        using var opened = StoredBlocks.TryOpen(store, Key(true, 7).ToKey(StoredBlocks.Kind));
        Assert.Equal(again.Count, opened!.Count);
        Assert.Null(StoredBlocks.TryOpen(store, Key(false, 7).ToKey(StoredBlocks.Kind)));

        static IEnumerable<TokenBlock> Never() =>
            Enumerable.Range(0, 1).Select<int, TokenBlock>(_ => throw new InvalidOperationException("They are there."));
    }

    [Fact]
    public void Keep_ManyMegabytes_InSeveralFiles()
    {
        MemoryArtifactStore store = new();
        using var kept = StoredBlocks.Keep(store, new FingerprintBuilder().Add("large", 1), Large());
        Assert.True(store.List("passages/").Count(file => file.Name.Contains("/blocks-", StringComparison.Ordinal)) > 2);
        Assert.Equal(Large().Select(block => block.Id), kept.Select(block => block.Id));
        foreach (var place in (int[])[0, 15, 16, 17, 31, 32, 33, 49])
        {
            Assert.Equal(Text(Large().ElementAt(place)), Text(kept[place]));
            Assert.Equal($"block-{place}", kept.Find([$"block-{place}"]).Single().Id);
        }

        static IEnumerable<TokenBlock> Large() =>
            Enumerable
                .Range(0, 50)
                .Select(i => new TokenBlock
                {
                    Id = $"block-{i}",
                    InputIds = [i],
                    Counts = [true],
                    Spans = [new("d", "D", 0, 1, i, i << 20, new string((char)('a' + (i % 26)), 1 << 20))],
                    Characters = [new(i << 20, 1 << 20)],
                });
    }

    [Fact]
    public void Keep_StoppedHalfWay_IsNotThere_AndIsMadeAgain()
    {
        MemoryArtifactStore store = new();
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            StoredBlocks.Keep(
                store,
                Key(true, 7),
                Encode(true, 7),
                count =>
                {
                    if (count == 5)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token
            )
        );
        Assert.Null(StoredBlocks.TryOpen(store, Key(true, 7).ToKey(StoredBlocks.Kind)));
        using var kept = StoredBlocks.Keep(store, Key(true, 7), Encode(true, 7));
        Assert.Equal(Encode(true, 7).Select(Text), kept.Select(Text));
    }

    [Fact]
    public void AFlippedBit_IsRefused()
    {
        MemoryArtifactStore store = new();
        StoredBlocks.Keep(store, Key(true, 7), Encode(true, 7)).Dispose();
        var name = store.List("passages/").Single(file => file.Name.Contains("/blocks-", StringComparison.Ordinal)).Name;
        using (var file = store.Open(name))
        {
            var bytes = new byte[file.Length];
            file.Read(0, bytes);
            bytes[^9] ^= 4;
            store.Delete(name);
            using var writer = store.Create(name, bytes.Length);
            writer.Write(bytes);
            writer.Commit();
        }

        using var kept = StoredBlocks.TryOpen(store, Key(true, 7).ToKey(StoredBlocks.Kind));
        Assert.Throws<ArtifactDamagedException>(() => kept!.Count(block => block.Id.Length > 0));
    }

    private static FingerprintBuilder Key(bool isPacked, int length) =>
        new FingerprintBuilder().Add("packed", isPacked).Add("length", length);

    private static TokenBlocks Encode(bool isPacked, int length) =>
        new("c", s_documents, BytePairTrainer.Train(["und mehr und mehr Text"], 260), new() { Length = length, IsPacked = isPacked });

    private static string Text(TokenBlock block) => JsonSerializer.Serialize(block);
}
