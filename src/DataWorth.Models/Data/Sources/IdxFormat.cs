using System.Globalization;
using System.Text.RegularExpressions;
using IOPath = System.IO.Path;

namespace DataWorth.Models.Data.Sources;

/// <summary>Grey images in the form of MNIST: '*-images-idx3-ubyte' beside '*-labels-idx1-ubyte', plain or gzip.</summary>
internal static partial class IdxFormat
{
    internal static DataFormat Row { get; } =
        new(
            "idx",
            "grey images as of MNIST: *-images-idx3-ubyte beside *-labels-idx1-ubyte, plain or .gz",
            path => Directory.Exists(path) ? ImageFiles(path).Length > 0 : File.Exists(path) && IsImageFile(path),
            request => Task.FromResult<DataContent>(Read(request.Options)),
            hasImages: true
        );

    private static ImageContent Read(DataOptions options)
    {
        var (images, split) = Find(options);
        var labels = LabelFile(images);
        var isFashion = IsFashionMnist(images, labels);
        CheckLength(images);
        using var imageReader = IdxReader.Open(images, expectedDimensions: 3);
        ImageShape shape = new(1, imageReader.Dimensions[1], imageReader.Dimensions[2]);
        var rows = Math.Min(options.Limit ?? int.MaxValue, imageReader.Count);
        if (rows == 0)
        {
            Throw.NoDataRows(images);
        }

        var pixels = new byte[checked(rows * shape.Size)];
        imageReader.Read(pixels);
        return new(
            isFashion ? $"Fashion-MNIST images of {shape}" : $"IDX images of {shape}",
            shape,
            [.. Enumerable.Range(0, rows).Select(row => $"{split}-{row:D5}")],
            labels is null ? null : Labels(images, imageReader.Count, labels, rows, isFashion),
            row => pixels.AsMemory(row * shape.Size, shape.Size)
        )
        {
            Classes = isFashion && labels is not null ? FashionMnist.ClassNames : null,
            Normalization = isFashion ? FashionMnist.Normalization : null,
            Notices = Directory.Exists(options.Path)
                ? [.. VisibleEntries.Notice([.. VisibleEntries.HiddenFiles(options.Path, IsImageFile)])]
                : [],
        };
    }

    // Before memory is taken for what a damaged header announces.
    private static void CheckLength(string images)
    {
        using var reader = IdxReader.Open(images, expectedDimensions: 3);
        reader.CheckEnd();
    }

    private static string[] Labels(string images, int imageCount, string labels, int rows, bool isFashion)
    {
        using var reader = IdxReader.Open(labels, expectedDimensions: 1);
        if (reader.Count != imageCount)
        {
            Throw.CountsDiffer(images, imageCount, labels, reader.Count);
        }

        var values = new byte[rows];
        reader.Read(values);
        reader.CheckEnd();
        string[] names = isFashion
            ? [.. FashionMnist.ClassNames]
            : [.. Enumerable.Range(0, 256).Select(value => value.ToString(CultureInfo.InvariantCulture))];
        return [.. values.Select(value => names[value])];
    }

    // MNIST and others have files of the same names. So these are the official ones if their folder says so, or if one of them is, by its
    // checksum, a file of Fashion-MNIST: then all are, or one is damaged.
    private static bool IsFashionMnist(string images, string? labels)
    {
        string[] paths = labels is null ? [images] : [images, labels];
        (DataFile Known, string Path)[] pairs =
        [
            .. from path in paths
            from known in FashionMnist.Files
            where PackedTwin.Plain(IOPath.GetFileName(path)) == PackedTwin.Plain(IOPath.GetFileName(known.RelativePath))
            select (known, path),
        ];
        var isNamed = IOPath.GetFileName(IOPath.GetDirectoryName(IOPath.GetFullPath(images))) == FashionMnist.Name;
        if (pairs.Length == 0 || (!isNamed && !pairs.Any(pair => pair.Known.IsAt(pair.Path))))
        {
            return false;
        }

        Array.ForEach(pairs, pair => pair.Known.Verify(pair.Path));
        return true;
    }

    private static (string Images, string Split) Find(DataOptions options)
    {
        if (!Directory.Exists(options.Path))
        {
            return (options.Path, options.Split ?? SplitOf(options.Path));
        }

        var files = ImageFiles(options.Path);
        string[] splits = [.. files.Select(SplitOf).Distinct()];
        var split = options.Split ?? (splits is [var only] ? only : "train");
        var images = files.FirstOrDefault(file => SplitOf(file) == split);
        if (images is null)
        {
            Throw.NoSplit($"Folder '{options.Path}'", split, splits);
        }

        PackedTwin.Check(images);
        return (images, split);
    }

    private static string? LabelFile(string images)
    {
        var (folder, name) = (IOPath.GetDirectoryName(images) ?? "", PackedTwin.Plain(IOPath.GetFileName(images)));
        var label = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        if (label == name)
        {
            return null;
        }

        PackedTwin.Check(IOPath.Combine(folder, label));
        return new[] { label, label + ".gz" }.Select(file => IOPath.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static string SplitOf(string path) =>
        PackedTwin.Plain(IOPath.GetFileName(path)) switch
        {
            var name when name.StartsWith("t10k", StringComparison.Ordinal) => "test",
            var name => name.Split('-', '.')[0],
        };

    private static string[] ImageFiles(string folder) => [.. VisibleEntries.Files(folder).Where(IsImageFile)];

    private static bool IsImageFile(string path) => ImageName().IsMatch(IOPath.GetFileName(path));

    [GeneratedRegex(@"[-.]idx3-ubyte(\.gz)?$")]
    private static partial Regex ImageName();
}
