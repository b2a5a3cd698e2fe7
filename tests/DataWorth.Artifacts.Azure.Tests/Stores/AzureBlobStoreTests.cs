using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

public sealed class AzureBlobStoreTests
{
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress();

    [StoreFact]
    public void ManyBlocks_InParallel_GiveTheBytesInOrder()
    {
        var bytes = AzuriteTest.Bytes(10_000_003, seed: 1);
        using var store = AzuriteTest.Open(_address);
        using (var writer = store.Create("object"))
        {
            for (var offset = 0; offset < bytes.Length; offset += 777_777)
            {
                writer.Write(bytes.AsSpan(offset, Math.Min(777_777, bytes.Length - offset)));
            }

            Assert.Empty(store.List(""));
            Assert.True(writer.Commit());
        }

        Assert.Equal(bytes, AzuriteTest.ReadAll(store, "object"));
        Assert.Equal($"az://{AzuriteServer.Account}/{_address.Container}/some/prefix", store.Description);
        Assert.Equal(["some/prefix/object"], AzuriteServer.Instance.Container(_address).GetBlobs().Select(blob => blob.Name));
    }

    [StoreFact]
    public void Prefixes_SeparateStoresOfOneContainer()
    {
        using var store = AzuriteTest.Open(_address);
        using var other = AzuriteTest.Open(_address with { Prefix = "some/prefix2" });
        using var whole = AzuriteTest.Open(_address with { Prefix = "" });
        AzuriteTest.Write(store, "object", [1]);
        AzuriteTest.Write(other, "object", [2]);
        Assert.Equal(["object"], store.List("").Select(info => info.Name));
        Assert.Equal(["some/prefix/object", "some/prefix2/object"], whole.List("").Select(info => info.Name));
        Assert.True(store.Delete("object"));
        Assert.Equal([2], AzuriteTest.ReadAll(other, "object"));
    }

    [StoreFact]
    public void SparseObjectOver4GiB_IsReadByRanges()
    {
        // A page blob holds no pages that were not written; reading does not ask of which kind a blob is.
        const long Length = (5L << 30) + 512;
        AzuriteServer.Instance.Container(_address).Create();
        var blob = AzuriteServer.Instance.Container(_address).GetPageBlobClient("some/prefix/large");
        blob.Create(Length);
        var page = AzuriteTest.Bytes(512, seed: 2);
        blob.UploadPages(new MemoryStream(page), Length - 512);
        using var store = AzuriteTest.Open(_address);
        using var file = store.Open("large");
        Assert.Equal(Length, file.Length);
        var end = new byte[1024];
        file.Read(Length - 1024, end);
        Assert.Equal([.. new byte[512], .. page], end);
    }

    [StoreFact]
    public void ObjectReplacedAfterOpening_IsAnError_NotAMixture()
    {
        using var store = AzuriteTest.Open(_address);
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(1000, seed: 3));
        using var file = store.Open("object");
        store.Delete("object");
        AzuriteTest.Write(store, "object", AzuriteTest.Bytes(1000, seed: 4));
        var exception = Assert.Throws<ArtifactException>(() => file.Read(0, new byte[10]));
        Assert.Equal($"'{_address}/object' was deleted or replaced after it was opened. Open it again.", exception.Message);
        store.Delete("object");
        Assert.Equal(exception.Message, Assert.Throws<ArtifactException>(() => file.Read(0, new byte[10])).Message);
    }

    [StoreFact]
    public void MissingContainer_IsAnEmptyStore_AndIsMadeByTheFirstWrite()
    {
        using var store = AzuriteTest.Open(_address);
        Assert.Empty(store.List(""));
        Assert.False(store.Exists("object"));
        Assert.False(store.Delete("object"));
        using var strict = new AzureBlobArtifactStore(
            _address,
            new AzureBlobStoreOptions
            {
                ConnectionString = AzuriteServer.Instance.ConnectionString(),
                CreateContainer = false,
                MaxRetries = 0,
            }
        );
        using (var writer = strict.Create("object"))
        {
            writer.Write([1]);
            var exception = Assert.Throws<ArtifactStorageException>(() => writer.Commit());
            Assert.Equal(
                $"Cannot write '{_address}/object' of 1 bytes: the service answered 404 ContainerNotFound. Nothing of it is visible. "
                    + "Make the container, or let CreateContainer make it.",
                exception.Message
            );
        }

        AzuriteTest.Write(store, "object", [1]);
        Assert.True(strict.Exists("object"));
    }

    [StoreFact]
    public void WriterLeftUncommitted_HasNoBlob_AndTheNameStaysFree()
    {
        using var store = AzuriteTest.Open(_address);
        using (var writer = store.Create("object"))
        {
            writer.Write(AzuriteTest.Bytes(1_000_000, seed: 5));
        }

        Assert.Empty(
            AzuriteServer.Instance.Container(_address).GetBlobs(BlobTraits.None, BlobStates.None, prefix: null, CancellationToken.None)
        );
        AzuriteTest.Write(store, "object", [1, 2]);
        Assert.Equal([1, 2], AzuriteTest.ReadAll(store, "object"));
    }

    [StoreFact]
    public void Scheme_OpensThroughArtifactStores()
    {
        AzureBlobStores.Register(new AzureBlobStoreOptions { ConnectionString = AzuriteServer.Instance.ConnectionString() });
        using var store = ArtifactStores.Open(_address.ToString());
        SampleArtifact.Write(store, 11, 4);
        SampleArtifact.RequireWhole(store, 11, VerificationLevel.Full);
        Assert.Empty(ArtifactVerifier.Verify(store, SampleArtifact.Key));
        var local = new MemoryArtifactStore();
        Assert.Equal(5, ArtifactCopier.Copy(store, local, SampleArtifact.Key).FilesCopied);
        Assert.Equal(SampleArtifact.Snapshot(store), SampleArtifact.Snapshot(local));
    }
}
