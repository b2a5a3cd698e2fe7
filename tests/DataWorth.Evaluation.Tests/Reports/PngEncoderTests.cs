using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Evaluation.Tests.Reports;

public sealed class PngEncoderTests
{
    [ChromiumFact]
    public async Task Browser_DecodesThePixelsThatWereEncoded()
    {
        // The browser is the independent reference: it checks every checksum and filter, and shows the pixels it read.
        Random random = new(7);
        var grey = Noise(random, 13, 9, 1);
        var colour = Noise(random, 5, 31, 3);
        var folder = Directory.CreateTempSubdirectory("dataworth-png-").FullName;
        var path = Path.Combine(folder, "images.html");
        new HtmlPage
        {
            Title = "images",
            Body = Html.Of($"<img src=\"{grey.ToDataUri()}\" alt=\"grey\"><img src=\"{colour.ToDataUri()}\" alt=\"colour\">"),
        }.Save(path);
        await using (var browser = await Chromium.StartAsync())
        {
            var page = await BrowserPage.OpenAsync(browser, path, 400, 400, dark: false);
            foreach ((var image, var index) in new[] { (grey, 0), (colour, 1) })
            {
                var read = await page.EvaluateAsync(
                    $$"""
                    (() => {
                      const image = document.images[{{index}}], canvas = document.createElement('canvas');
                      canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
                      const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
                      return { width: image.naturalWidth, height: image.naturalHeight, data: [...context.getImageData(0, 0, canvas.width, canvas.height).data] };
                    })()
                    """
                );
                Assert.Equal(image.Width, (int)read!["width"]!);
                Assert.Equal(image.Height, (int)read["height"]!);
                int[] rgba = [.. read["data"]!.AsArray().Select(value => (int)value!)];
                for (var pixel = 0; pixel < image.Width * image.Height; pixel++)
                {
                    for (var channel = 0; channel < 3; channel++)
                    {
                        Assert.Equal(
                            image.Pixels[(pixel * image.Channels) + (image.Channels == 1 ? 0 : channel)],
                            rgba[(pixel * 4) + channel]
                        );
                    }
                }
            }
        }

        TemporaryFolder.Remove(folder);
    }

    [Fact]
    public void Planes_BecomePixels()
    {
        var image = ReportImage.OfPlanes(2, 1, 3, [10, 11, 20, 21, 30, 31]);
        Assert.Equal([10, 20, 30, 11, 21, 31], image.Pixels);
        Assert.Equal([1, 2, 3, 4], ReportImage.OfPlanes(2, 2, 1, [1, 2, 3, 4]).Pixels);
    }

    [Fact]
    public void WrongSizes_AreRefused()
    {
        Assert.Equal(
            "An image of 2 x 2 pixels and 3 channels needs 12 bytes, found 4.",
            Assert.Throws<ArgumentException>(() => new ReportImage(2, 2, 3, new byte[4])).Message
        );
        Assert.Equal(
            "An image has 2 channels, expected 1 (grey) or 3 (red, green, blue).",
            Assert.Throws<ArgumentException>(() => new ReportImage(1, 1, 2, new byte[2])).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportImage(0, 1, 1, []));
        Assert.Equal(
            "An image of 2 x 1 pixels and 3 channels needs 6 bytes, found 4.",
            Assert.Throws<ArgumentException>(() => ReportImage.OfPlanes(2, 1, 3, new byte[4])).Message
        );
    }

    private static ReportImage Noise(Random random, int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        random.NextBytes(pixels);
        return new ReportImage(width, height, channels, pixels);
    }
}
