using System.Globalization;

namespace DataWorth.Models.Data;

/// <summary>Fashion-MNIST: 60,000 training and 10,000 test images of clothing, grey, 28x28, 10 classes (Xiao, Rasul and Vollgraf,
/// arXiv:1708.07747).</summary>
public static class FashionMnist
{
    /// <summary>The name of the data set and of its directory.</summary>
    public const string Name = "fashion-mnist";

    private const string Address = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The mean 0.2860 and standard deviation 0.3530 of the training images.</summary>
    public static PixelNormalization Normalization { get; } = new([0.2860f], [0.3530f]);

    /// <summary>The training images.</summary>
    public static DataFile TrainingImages { get; } =
        File(
            "train-images-idx3-ubyte.gz",
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
        );

    /// <summary>The training labels.</summary>
    public static DataFile TrainingLabels { get; } =
        File(
            "train-labels-idx1-ubyte.gz",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"
        );

    /// <summary>The test images.</summary>
    public static DataFile TestImages { get; } =
        File(
            "t10k-images-idx3-ubyte.gz",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
        );

    /// <summary>The test labels.</summary>
    public static DataFile TestLabels { get; } =
        File(
            "t10k-labels-idx1-ubyte.gz",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
        );

    /// <summary>All files.</summary>
    public static IReadOnlyList<DataFile> Files { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];

    /// <summary>Loads the first training images.</summary>
    /// <param name="locator">Finds the files, or downloads them.</param>
    /// <param name="count">The number of images, at most 60,000, or null for all.</param>
    /// <param name="progress">Told about downloads.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="DataUnavailableException">The files are nowhere and cannot be downloaded.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another data set, or not the official one by its SHA-256.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images.</exception>
    public static Task<ImageDataset> LoadTrainingAsync(
        DataLocator locator,
        int? count = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => LoadAsync(locator, "train", TrainingImages, TrainingLabels, count, progress, cancellationToken);

    /// <summary>Loads the first test images.</summary>
    /// <param name="locator">Finds the files, or downloads them.</param>
    /// <param name="count">The number of images, at most 10,000, or null for all.</param>
    /// <param name="progress">Told about downloads.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="DataUnavailableException">The files are nowhere and cannot be downloaded.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another data set, or not the official one by its SHA-256.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images.</exception>
    public static Task<ImageDataset> LoadTestAsync(
        DataLocator locator,
        int? count = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => LoadAsync(locator, "test", TestImages, TestLabels, count, progress, cancellationToken);

    /// <summary>Reads images and labels from two IDX files.</summary>
    /// <param name="split">The part of the data set, 'train' or 'test'.</param>
    /// <param name="imagePath">The IDX file of 28x28 images, plain or gzip.</param>
    /// <param name="labelPath">The IDX file of labels.</param>
    /// <param name="count">The number of images, or null for all. The files are checked to their ends even if only some are
    /// wanted.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the two do not belong together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images.</exception>
    public static ImageDataset Read(string split, string imagePath, string labelPath, int? count = null)
    {
        ImageShape shape = new(1, 28, 28);
        using var images = IdxReader.Open(imagePath, expectedDimensions: 3);
        using var labels = IdxReader.Open(labelPath, expectedDimensions: 1);
        if (images.Dimensions[1] != shape.Height || images.Dimensions[2] != shape.Width)
        {
            Throw.IdxDimensions(
                imagePath,
                string.Join(", ", images.Dimensions),
                string.Create(CultureInfo.InvariantCulture, $"n, {shape.Height}, {shape.Width}")
            );
        }

        if (images.Count != labels.Count)
        {
            Throw.CountsDiffer(imagePath, images.Count, labelPath, labels.Count);
        }

        var rows = count ?? images.Count;
        ArgumentOutOfRangeException.ThrowIfNegative(rows, nameof(count));
        if (rows > images.Count)
        {
            Throw.TooFewRows($"{Name}/{split}", images.Count, rows);
        }

        var pixels = new byte[checked(rows * shape.Size)];
        var labelBytes = new byte[rows];
        images.Read(pixels);
        labels.Read(labelBytes);
        images.CheckEnd();
        labels.CheckEnd();
        var wrong = labelBytes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ClassNames.Count - 1));
        if (wrong >= 0)
        {
            Throw.BadLabel(labelPath, wrong, labelBytes[wrong], ClassNames.Count);
        }

        DatasetProvenance provenance = new("Fashion-MNIST, Zalando SE (arXiv:1708.07747)", "MIT", [imagePath, labelPath]);
        return new ImageDataset(
            Name,
            split,
            shape,
            ClassNames,
            Normalization,
            provenance,
            pixels,
            [.. labelBytes.Select(label => (int)label)]
        );
    }

    private static async Task<ImageDataset> LoadAsync(
        DataLocator locator,
        string split,
        DataFile images,
        DataFile labels,
        int? count,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(locator);
        var labelPath = await locator.LocateAsync(labels, progress, cancellationToken).ConfigureAwait(false);
        var imagePath = await locator.LocateAsync(images, progress, cancellationToken).ConfigureAwait(false);
        labels.Verify(labelPath); // before it is read: one damage, one message, whoever reads the file
        images.Verify(imagePath);
        return Read(split, imagePath, labelPath, count);
    }

    private static DataFile File(string name, string sha256, string unpackedSha256) =>
        new($"{Name}/{name}", new Uri(Address + name), sha256, unpackedSha256);
}
