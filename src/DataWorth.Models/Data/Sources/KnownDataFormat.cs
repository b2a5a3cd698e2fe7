namespace DataWorth.Models.Data.Sources;

/// <summary>Data sets that have a name, found or downloaded by the locator.</summary>
internal static class KnownDataFormat
{
    private const int GlyphsTrainCount = 6000;
    private const int GlyphsTestCount = 1000;

    internal static DataFormat Row { get; } =
        new(
            "known",
            "a known data set by its name: fashion-mnist, cifar10, glyphs",
            path => Names.Contains(path) && !File.Exists(path) && !Directory.Exists(path),
            async request => ImageContent.Of(await LoadAsync(request).ConfigureAwait(false)),
            hasImages: true
        );

    internal static string[] Names => [FashionMnist.Name, Cifar10.Name, Glyphs.Name];

    private static async Task<ImageDataset> LoadAsync(DataRequest request)
    {
        var (name, split, limit) = (request.Options.Path, request.Options.Split ?? "train", request.Options.Limit);
        if (split is not ("train" or "test"))
        {
            Throw.NoSplit($"Data set '{name}'", split, ["train", "test"]);
        }

        var isTraining = split == "train";
        if (name == Glyphs.Name)
        {
            return isTraining ? Glyphs.CreateTraining(limit ?? GlyphsTrainCount) : Glyphs.CreateTest(limit ?? GlyphsTestCount);
        }

        var locator = request.Locator;
        if (locator is null)
        {
            Throw.NoLocator(name);
        }

        return await (
            (name == FashionMnist.Name, isTraining) switch
            {
                (true, true) => FashionMnist.LoadTrainingAsync(locator, Least(60_000), request.Progress, request.CancellationToken),
                (true, false) => FashionMnist.LoadTestAsync(locator, Least(10_000), request.Progress, request.CancellationToken),
                (false, true) => Cifar10.LoadTrainingAsync(locator, Least(50_000)),
                _ => Cifar10.LoadTestAsync(locator, Least(10_000)),
            }
        ).ConfigureAwait(false);
        int Least(int all) => Math.Min(limit ?? all, all);
    }
}
