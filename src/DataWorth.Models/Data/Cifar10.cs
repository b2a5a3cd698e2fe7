namespace DataWorth.Models.Data;

/// <summary>CIFAR-10: 50,000 training and 10,000 test images, red-green-blue, 32x32, 10 classes (Krizhevsky 2009).</summary>
/// <remarks>The official archive is one tar file, so that its parts have no address of their own: put the binary batches below 'cifar10/'
/// of a data
/// directory. Layout of a record: 1 label byte, then 1,024 red, 1,024 green and 1,024 blue bytes, each plane row by row.</remarks>
public static class Cifar10
{
    /// <summary>The name of the data set.</summary>
    public const string Name = "cifar10";

    private const int RecordsPerBatch = 10_000;

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The means and standard deviations of the training images, per channel.</summary>
    public static PixelNormalization Normalization { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>The five training batches.</summary>
    public static IReadOnlyList<DataFile> TrainingBatches { get; } =
    [.. Enumerable.Range(1, 5).Select(batch => new DataFile($"{Name}/data_batch_{batch}.bin.gz"))];

    /// <summary>The test batch.</summary>
    public static DataFile TestBatch { get; } = new($"{Name}/test_batch.bin.gz");

    /// <summary>Loads the first training images; only the batches that hold them need be there.</summary>
    /// <param name="locator">Finds the files.</param>
    /// <param name="count">The number of images, 1 … 50,000. Default 10,000, the first batch.</param>
    /// <exception cref="DataUnavailableException">A batch is nowhere.</exception>
    /// <exception cref="InvalidDataException">A batch is damaged, has another number of records than 10,000, or is there plain and as gzip
    /// with different data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside 1 … 50,000.</exception>
    public static async Task<ImageDataset> LoadTrainingAsync(DataLocator locator, int count = RecordsPerBatch)
    {
        ArgumentNullException.ThrowIfNull(locator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count > RecordsPerBatch * TrainingBatches.Count)
        {
            Throw.TooFewRows($"{Name}/train", RecordsPerBatch * TrainingBatches.Count, count);
        }

        List<string> paths = [];
        foreach (var batch in TrainingBatches.Take((count + RecordsPerBatch - 1) / RecordsPerBatch))
        {
            paths.Add(await LocateAsync(locator, batch).ConfigureAwait(false));
        }

        return Read("train", paths, count);
    }

    /// <summary>Loads the first test images.</summary>
    /// <param name="locator">Finds the file.</param>
    /// <param name="count">The number of images, at most 10,000. Default all.</param>
    /// <exception cref="DataUnavailableException">The batch is nowhere.</exception>
    /// <exception cref="InvalidDataException">The batch is damaged, has another number of records than 10,000, or is there plain and as gzip
    /// with different data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images.</exception>
    public static async Task<ImageDataset> LoadTestAsync(DataLocator locator, int count = RecordsPerBatch)
    {
        ArgumentNullException.ThrowIfNull(locator);
        return Read("test", [await LocateAsync(locator, TestBatch).ConfigureAwait(false)], count);
    }

    /// <summary>Reads batches of records.</summary>
    /// <param name="split">The part of the data set, 'train' or 'test'.</param>
    /// <param name="paths">The binary files in order, plain or gzip.</param>
    /// <param name="count">The number of images, or null for all. Files after those that hold them are not opened.</param>
    /// <param name="recordsPerFile">The number of records of every file, which is checked to its end: a file that was cut would let all
    /// later images slide under other ids. Default 10,000, as the format says; null for any number.</param>
    /// <exception cref="InvalidDataException">A file has another number of records, ends within one, is no whole gzip file, or has a
    /// label above 9.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images.</exception>
    public static ImageDataset Read(string split, IReadOnlyList<string> paths, int? count = null, int? recordsPerFile = RecordsPerBatch)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        ImageShape shape = new(3, 32, 32);
        using MemoryStream pixels = new(checked((count ?? (RecordsPerBatch * paths.Count)) * shape.Size));
        List<int> labels = [];
        foreach (var path in paths)
        {
            if (labels.Count == count)
            {
                break;
            }

            ReadBatch(path, shape, count ?? int.MaxValue, recordsPerFile, pixels, labels);
        }

        if (count is int requested && labels.Count < requested)
        {
            Throw.TooFewRows($"{Name}/{split}", labels.Count, requested);
        }

        DatasetProvenance provenance = new("CIFAR-10, Krizhevsky 2009", "research use, with citation", paths);
        return new ImageDataset(
            Name,
            split,
            shape,
            ClassNames,
            Normalization,
            provenance,
            pixels.GetBuffer().AsMemory(0, (int)pixels.Length),
            [.. labels]
        );
    }

    // Batches have no known checksum, which would tell the right one of two forms.
    private static async Task<string> LocateAsync(DataLocator locator, DataFile batch)
    {
        var path = await locator.LocateAsync(batch).ConfigureAwait(false);
        PackedTwin.Check(path);
        return path;
    }

    private static void ReadBatch(string path, ImageShape shape, int count, int? recordsPerFile, MemoryStream pixels, List<int> labels)
    {
        using var stream = RecordStream.Open(path);
        var item = new byte[1 + shape.Size];
        for (var row = 0; labels.Count < count && stream.ReadUpTo(item) == item.Length; row++)
        {
            if (item[0] >= ClassNames.Count)
            {
                Throw.BadLabel(path, row, item[0], ClassNames.Count);
            }

            labels.Add(item[0]);
            pixels.Write(item, 1, shape.Size);
        }

        stream.SkipToEnd();
        var (whole, rest) = Math.DivRem(stream.BytesRead, item.Length);
        var expected = recordsPerFile ?? (rest > 0 ? whole + 1 : whole);
        if (whole < expected)
        {
            Throw.Truncated(path, whole, expected, "CIFAR-10");
        }

        if (whole > expected || rest > 0)
        {
            Throw.TrailingBytes(path, expected, "CIFAR-10");
        }
    }
}
