using System.IO.Compression;
using DataWorth.Models.Data;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Data;

/// <summary>A file that was cut, lengthened or changed anywhere is refused, whether all records are wanted or the first alone.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Count = 3;

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string, int?> Readings
    {
        get
        {
            TheoryData<string, int?> readings = [];
            foreach (var reader in (string[])["idx images", "idx labels", "cifar10"])
            {
                readings.Add(reader, null);
                readings.Add(reader, 1);
            }

            return readings;
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Readings))]
    public void SoundFiles_AreRead_PlainAndGzip(string reader, int? count)
    {
        Assert.Equal(count ?? Count, Read(reader, count, file => file));
        Assert.Equal(count ?? Count, Read(reader, count, IdxReaderTests.Gzip));
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void FilesWithOtherThanTheirRecords_AreRefused_PlainAndGzip(string reader, int? count)
    {
        var record = reader switch
        {
            "idx images" => 784,
            "idx labels" => 1,
            _ => 3073,
        };
        foreach (var pack in (Func<byte[], byte[]>[])[file => file, IdxReaderTests.Gzip])
        {
            Refused(reader, count, file => pack(file[..^record]), "2 whole", "3 were expected");
            Refused(reader, count, file => pack(file[..^(2 * record)]), "1 whole", "3 were expected");
            Refused(reader, count, file => pack([.. file, .. file[^record..]]), "more bytes after its 3");
            Refused(reader, count, file => pack([.. file, 0]), "more bytes after its 3");
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void DamagedGzipFiles_AreRefused(string reader, int? count)
    {
        for (var cut = 1; cut <= 12; cut++)
        {
            Refused(reader, count, file => IdxReaderTests.Gzip(file)[..^cut], "is not a whole gzip file");
        }

        Refused(reader, count, file => [.. IdxReaderTests.Gzip(file), 0], "is not a whole gzip file");
        Refused(reader, count, file => [.. IdxReaderTests.Gzip(file), 0x1F, 0x8B], "is not a whole gzip file");
        Refused(reader, count, file => [.. IdxReaderTests.Gzip(file), .. new byte[100_000]], "is not a whole gzip file");
        foreach (var position in (int[])[1, 5])
        {
            // The length and the CRC at the end.
            Refused(reader, count, file => Flipped(IdxReaderTests.Gzip(file), ^position), "is not a whole gzip file");
        }
    }

    [Fact]
    public void ACutCifarBatch_DoesNotLetLaterImagesSlideUnderItsIds()
    {
        var first = _directory.Write("a", [.. Record(1), .. Record(2)]);
        var second = _directory.Write("b", [.. Record(3), .. Record(4), .. Record(5)]);
        Assert.Equal(
            $"File '{first}' ends after 2 whole CIFAR-10 records, but 3 were expected: the file is truncated. Delete the file and fetch it "
                + "again.",
            Assert.Throws<InvalidDataException>(() => Cifar10.Read("train", [first, second], 4, recordsPerFile: 3)).Message
        );
        // A batch has 10,000 records unless the caller says otherwise.
        Assert.Contains("10000 were expected", Assert.Throws<InvalidDataException>(() => Cifar10.Read("train", [first], 1)).Message);
        Assert.Equal(5, Cifar10.Read("train", [first, second], recordsPerFile: null).Count);
    }

    [Fact]
    public void AKnownFile_IsComparedWithItsChecksum_OncePerPathSizeAndTime()
    {
        byte[] content = [1, 2, 3, 4];
        var packed = IdxReaderTests.Gzip(content);
        DataFile known = new("set/values.gz", null, Sha256(packed), Sha256(content));
        var path = _directory.Write("values.gz", packed);
        known.Verify(path);
        known.Verify(_directory.Write("values", content));

        // Byte 4 is within the time of the gzip header, which no checksum of its own covers.
        var time = File.GetLastWriteTimeUtc(path);
        _directory.Write("values.gz", Flipped(packed, 4));
        File.SetLastWriteTimeUtc(path, time);
        known.Verify(path);
        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        Assert.Equal(
            $"File '{path}' has the SHA-256 {Sha256(Flipped(packed, 4))}, but the official 'set/values.gz' has {Sha256(packed)}: it is "
                + "damaged or another file. Delete the file and fetch it again; data of your own are read by their path.",
            Assert.Throws<InvalidDataException>(() => known.Verify(path)).Message
        );
        var unpacked = _directory.Write("other", Flipped(content, 2));
        Assert.Contains(Sha256(content), Assert.Throws<InvalidDataException>(() => known.Verify(unpacked)).Message);
        new DataFile("set/values.gz").Verify(unpacked);
    }

    [DataFact("fashion-mnist")]
    public async Task OneFlippedBitInFashionMnist_IsRefused()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.Locate("fashion-mnist"), "t10k*.gz"))
        {
            _directory.Write(Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        }

        DataLocator locator = new(new() { ExplicitDirectory = _directory.Path });
        Assert.Equal(10, (await FashionMnist.LoadTestAsync(locator, 10)).Count);
        var images = await locator.LocateAsync(FashionMnist.TestImages);
        var sound = await File.ReadAllBytesAsync(images);
        foreach (var position in (Index[])[4, 8, sound.Length / 2, ^20, ^3])
        {
            await File.WriteAllBytesAsync(images, Flipped(sound, position));
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => FashionMnist.LoadTestAsync(locator, 10));
            Assert.Contains(images, error.Message, StringComparison.Ordinal);
        }

        // Unpacked, with another pixel.
        File.Delete(images);
        await using (GZipStream gzip = new(new MemoryStream(sound), CompressionMode.Decompress))
        {
            using MemoryStream plain = new();
            await gzip.CopyToAsync(plain);
            await File.WriteAllBytesAsync(images[..^3], plain.ToArray());
            Assert.Equal(10, (await FashionMnist.LoadTestAsync(locator, 10)).Count);
            await File.WriteAllBytesAsync(images[..^3], Flipped(plain.ToArray(), ^1));
            await Assert.ThrowsAsync<InvalidDataException>(() => FashionMnist.LoadTestAsync(locator, 10));
        }
    }

    private static byte[] Record(byte value) => [.. Enumerable.Repeat(value, 3073)];

    private static byte[] Flipped(byte[] content, Index position)
    {
        byte[] flipped = [.. content];
        flipped[position] ^= 1;
        return flipped;
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private void Refused(string reader, int? count, Func<byte[], byte[]> damage, params string[] parts)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(reader, count, damage)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.StartsWith($"File '{_directory.Path}", message, StringComparison.Ordinal);
        Assert.EndsWith("Delete the file and fetch it again.", message, StringComparison.Ordinal);
    }

    private int Read(string reader, int? count, Func<byte[], byte[]> damage)
    {
        var random = new byte[Count * 784];
        new Random(1).NextBytes(random);
        var images = IdxReaderTests.Idx([Count, 28, 28], random);
        var labels = IdxReaderTests.Idx([Count], [4, 5, 6]);
        return reader switch
        {
            "cifar10" => Cifar10
                .Read(
                    "train",
                    [_directory.Write("batch", damage([.. Record(1), .. Record(2), .. Record(3)]))],
                    count,
                    recordsPerFile: Count
                )
                .Count,
            "idx images" => FashionMnist.Read("test", _directory.Write("i", damage(images)), _directory.Write("l", labels), count).Count,
            _ => FashionMnist.Read("test", _directory.Write("i", images), _directory.Write("l", damage(labels)), count).Count,
        };
    }
}
