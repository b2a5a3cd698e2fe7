using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The images of a run.</summary>
/// <param name="Train">Training images, some with flipped labels.</param>
/// <param name="Test">All test images; the first ones are the queries.</param>
/// <param name="Notice">What the reader must know about the data before believing the result; or null.</param>
internal sealed record QuickstartData(ImageDataset Train, ImageDataset Test, string? Notice)
{
    private const int GlyphTestCount = 2000;

    /// <summary>Loads the data set that a pipeline names. Where Fashion-MNIST cannot be had and nobody asked for it by name, glyphs are drawn
    /// instead, and that is said loudly.</summary>
    /// <exception cref="UserErrorException">A folder was given for images that the program draws.</exception>
    /// <exception cref="DataUnavailableException">The data set cannot be had.</exception>
    public static QuickstartData Load(QuickstartSettings settings, ProgressDisplay display, CommandContext context)
    {
        var section = settings.Pipeline.Data;
        if (section.DataSet == DataSetName.Glyphs && settings.DataDirectory is { } folder)
        {
            throw new UserErrorException(
                $"--data is '{folder}', but the data set is glyphs, which the program draws and reads from nowhere. Leave --data out, or give "
                    + "--data-set fashion-mnist."
            );
        }

        (var train, var test, var notice) =
            section.DataSet == DataSetName.Glyphs ? Draw(section, null) : LoadFashion(settings, display, context);
        var flipped = section.FlippedShare > 0 ? train.WithFlippedLabels(section.FlippedShare, section.Seed) : train;
        return new QuickstartData(flipped, test, notice);
    }

    private static (ImageDataset Train, ImageDataset Test, string? Notice) LoadFashion(
        QuickstartSettings settings,
        ProgressDisplay display,
        CommandContext context
    )
    {
        var section = settings.Pipeline.Data;
        var locator = DataLocation.CreateLocator(settings.DataDirectory);
        try
        {
            using DownloadStages downloads = new(display);
            var train = FashionMnist
                .LoadTrainingAsync(locator, section.TrainCount, downloads, context.CancellationToken)
                .GetAwaiter()
                .GetResult();
            var test = FashionMnist.LoadTestAsync(locator, null, downloads, context.CancellationToken).GetAwaiter().GetResult();
            return (train, test, null);
        }
        catch (DataUnavailableException exception) when (settings.DataDirectory is null && !settings.IsDataSetNamed)
        {
            context.Log.Warning(
                "FASHION-MNIST COULD NOT BE HAD: {Reason} This run uses GENERATED DATA instead: glyphs drawn by the program. Its numbers "
                    + "say nothing about Fashion-MNIST",
                exception.Message
            );
            return Draw(
                section,
                "Generated data: Fashion-MNIST could not be had, so these images are glyphs drawn by the program. The numbers say "
                    + "nothing about Fashion-MNIST."
            );
        }
    }

    private static (ImageDataset Train, ImageDataset Test, string? Notice) Draw(DataSection section, string? notice) =>
        (
            Glyphs.CreateTraining(section.TrainCount, section.Seed),
            Glyphs.CreateTest(Math.Max(GlyphTestCount, section.QueryCount), section.Seed),
            notice ?? "Generated data: these images are glyphs drawn by the program."
        );
}
