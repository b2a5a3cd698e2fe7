using System.Globalization;
using System.Text.RegularExpressions;
using IOPath = System.IO.Path;

namespace DataWorth.Models.Data.Sources;

/// <summary>Batches of CIFAR-10: 'data_batch_1.bin' to 'data_batch_5.bin' and 'test_batch.bin' of 10,000 records, plain or gzip; or one
/// '.bin' file of any number of such records.</summary>
internal static partial class CifarFormat
{
    internal static DataFormat Row { get; } =
        new(
            "cifar",
            "binary batches of CIFAR-10: a folder of data_batch_*.bin and test_batch.bin, or one .bin file; plain or .gz",
            path => Directory.Exists(path) ? Batches(path).Length > 0 : File.Exists(path) && Name().IsMatch(path),
            request => Task.FromResult<DataContent>(Read(request.Options)),
            hasImages: true
        );

    private static ImageContent Read(DataOptions options)
    {
        if (!Directory.Exists(options.Path))
        {
            var file = IOPath.GetFileName(options.Path);
            return Read(options.Split ?? file.Split('.')[0], [options.Path], options.Limit, BatchName().IsMatch(file));
        }

        var batches = Batches(options.Path);
        var split = options.Split ?? "train";
        string[] chosen = [.. batches.Where(path => SplitOf(path) == split)];
        if (chosen.Length == 0)
        {
            Throw.NoSplit($"Folder '{options.Path}'", split, batches.Select(SplitOf).Distinct());
        }

        if (split == "train")
        {
            CheckNumbers(options.Path, chosen);
        }

        // One that is there plain and packed counts once.
        Array.ForEach(chosen, PackedTwin.Check);
        chosen = [.. chosen.DistinctBy(PackedTwin.Plain)];
        return Read(split, chosen, options.Limit, isOfficial: true);
    }

    private static ImageContent Read(string split, string[] paths, int? limit, bool isOfficial)
    {
        var data = isOfficial ? Cifar10.Read(split, paths) : Cifar10.Read(split, paths, recordsPerFile: null);
        if (data.Count == 0)
        {
            Throw.NoDataRows(paths[0]);
        }

        return ImageContent.Of(data.Take(Math.Min(limit ?? data.Count, data.Count)));
    }

    // Ids count through the batches.
    private static void CheckNumbers(string folder, string[] batches)
    {
        var numbers = batches.Select(Number).ToHashSet();
        var missing = 1;
        while (numbers.Contains(missing))
        {
            missing++;
        }

        if (batches.FirstOrDefault(path => Number(path) > missing) is { } later)
        {
            Throw.BatchMissing(folder, $"data_batch_{missing}.bin", IOPath.GetFileName(later));
        }
    }

    private static string[] Batches(string folder) =>
        [.. VisibleEntries.Files(folder).Where(path => BatchName().IsMatch(IOPath.GetFileName(path))).OrderBy(Number)];

    private static int Number(string path) =>
        int.TryParse(BatchName().Match(IOPath.GetFileName(path)).Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string SplitOf(string path) => IOPath.GetFileName(path).StartsWith("test", StringComparison.Ordinal) ? "test" : "train";

    [GeneratedRegex(@"^(data_batch_(?<number>\d+)|test_batch)\.bin(\.gz)?$")]
    private static partial Regex BatchName();

    [GeneratedRegex(@"\.bin(\.gz)?$")]
    private static partial Regex Name();
}
