using DataWorth.Models.Data.Sources;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace DataWorth.Models.Tests.Data.Sources;

public sealed class ImageFolderTests : SourceTestBase
{
    private string Folder => Path.Combine(Files.Path, "set");

    [Fact]
    public async Task GreyPngs_GiveTheirBytes_AndThePictureIsTheSame()
    {
        using Image<L8> all = new(16, 16);
        for (var value = 0; value < 256; value++)
        {
            all[value % 16, value / 16] = new((byte)value);
        }

        Files.Write("set/a/x.png", DataSamples.Png(all.Clone()));
        var source = await Open();
        Assert.Equal([1L, 16, 16], source.ItemShape);
        Assert.Equal(Enumerable.Range(0, 256).Select(value => (float)(value / 255.0)), ViewReading.Rows(source)[0].Features);
        using var picture = Image.Load<L8>(source.Picture(0)!);
        Assert.Equal(200, picture[8, 12].PackedValue);
    }

    [Fact]
    public async Task LinkToNothing_IsNamed()
    {
        using Image<L8> image = new(4, 4);
        Files.Write("set/a/x.png", DataSamples.Png(image));
        File.CreateSymbolicLink(Path.Combine(Folder, "a/y.png"), "/no/such.png");
        Assert.Equal(
            "'set/a/y.png' is a link to '/no/such.png', where there is no file. Remove the link, or put the file where it points to.",
            await Refused<InvalidDataException>(() => Open())
        );
    }

    [Fact]
    public async Task ColourImages_ArePlanesOfRedGreenBlue()
    {
        using Image<Rgb24> image = new(2, 1);
        (image[0, 0], image[1, 0]) = (new(255, 51, 0), new(0, 102, 255));
        Files.Write("set/a/x.png", DataSamples.Png(image.Clone()));
        Files.Write("set/b/x.png", DataSamples.Png(new Image<L8>(2, 1)));
        var source = await Open();
        Assert.Equal([3L, 1, 2], source.ItemShape);
        Assert.Equal([1f, 0, 0.2f, 0.4f, 0, 1], ViewReading.Rows(source)[0].Features);
        Assert.All(ViewReading.Rows(source)[1].Features, pixel => Assert.Equal(0, pixel));
        Assert.Equal([1L, 1, 2], (await Open(new() { ImageChannels = 1 })).ItemShape);
        using var picture = Image.Load<Rgb24>(source.Picture(0)!);
        Assert.Equal(new Rgb24(0, 102, 255), picture[1, 0]);
    }

    [Fact]
    public async Task Jpegs_AreRead_UprightAsTheCameraSays()
    {
        // Left half white, right half black; turned a quarter to the right when shown: white above black.
        using Image<L8> image = new(32, 16);
        for (var place = 0; place < 512; place++)
        {
            image[place % 32, place / 32] = new((byte)(place % 32 < 16 ? 255 : 0));
        }

        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        Files.Write("set/a/x.jpg", DataSamples.Jpeg(image.Clone()));
        var source = await Open();
        Assert.Equal([32L, 16], source.ItemShape.Skip(1));
        var pixels = ViewReading.Rows(source)[0].Features[..512];
        Assert.All(pixels[..256], pixel => Assert.Equal(1, pixel, 0.02));
        Assert.All(pixels[256..], pixel => Assert.Equal(0, pixel, 0.02));
    }

    [Fact]
    public async Task TransparentPixels_AreWhite()
    {
        using Image<Rgba32> image = new(2, 1);
        (image[0, 0], image[1, 0]) = (new(0, 0, 0, 0), new(0, 0, 0, 255));
        Files.Write("set/a/x.png", DataSamples.Png(image.Clone()));
        var source = await Open(new() { ImageChannels = 1 });
        Assert.Equal([1f, 0], ViewReading.Rows(source)[0].Features);
    }

    [Fact]
    public async Task PixelMeanAndDeviation_NormalizeFeatures_NotPictures()
    {
        Files.Write("set/a/x.png", DataSamples.Png(new Image<L8>(1, 1, new L8(255))));
        var source = await Open(new() { PixelMean = [0.5], PixelDeviation = [0.25] });
        Assert.Equal([2f], ViewReading.Rows(source)[0].Features);
        using var picture = Image.Load<L8>(source.Picture(0)!);
        Assert.Equal(255, picture[0, 0].PackedValue);
        Assert.Contains("has 3 values, expected 1", await Refused<ArgumentException>(() => Open(new() { PixelMean = [0, 0, 0] })));
    }

    [Fact]
    public async Task ImagesOfSeveralSizes_AreRefused_UnlessASizeIsGiven()
    {
        Files.Write("set/a/x.png", DataSamples.Png(DataSamples.GreyRamp(4, 5, 0)));
        Files.Write("set/b/y.png", DataSamples.Png(DataSamples.GreyRamp(6, 5, 0)));
        Assert.Equal(
            "Image 'set/b/y.png' has 6x5 pixels, but 'set/a/x.png' has 4x5, expected one size (height x width). Set option 'image-height' and "
                + "option 'image-width', to which all are resized.",
            await Refused<InvalidDataException>(() => Open())
        );
        DataOptions sized = new() { ImageHeight = 3, ImageWidth = 2 };
        var source = await Open(sized);
        Assert.Equal([1L, 3, 2], source.ItemShape);
        Assert.Equal(6, ViewReading.Rows(source)[1].Features.Length);
        Assert.Contains("image-width", await Refused<ArgumentException>(() => Open(sized with { ImageWidth = null })));
        Assert.Contains("ImageChannels", await Refused<ArgumentException>(() => Open(sized with { ImageChannels = 2 })));
    }

    [Fact]
    public async Task Ids_ArePathsBelowTheFolder_AndClassesAreOrdered()
    {
        foreach (var name in (string[])["007/c.png", "10/b.png", "10/a.jpeg", "9/a.PNG", "9/.hidden.png", "9/Thumbs.db"])
        {
            var image = DataSamples.GreyRamp(2, 2, 0);
            Files.Write("set/" + name, name.EndsWith("jpeg", StringComparison.Ordinal) ? DataSamples.Jpeg(image) : DataSamples.Png(image));
        }

        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        var source = await Open();
        Assert.Equal(["007", "9", "10"], source.Classes);
        Assert.Equal(["007/c.png", "10/a.jpeg", "10/b.png", "9/a.PNG"], source.Ids);
        Assert.Equal([0L, 2, 2, 1], source.Labels!);
        Assert.StartsWith("JPEG and PNG files", source.ColumnDescriptions[0].Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_TakesClassesInTurn()
    {
        foreach (var name in (string[])["a/1", "a/2", "a/3", "a-b/1", "a-b/2", "c/1"])
        {
            Files.Write($"set/{name}.png", DataSamples.Png(DataSamples.GreyRamp(2, 2, 0)));
        }

        Assert.Equal(["a/1.png", "a/2.png", "a-b/1.png", "c/1.png"], (await Open(new() { Limit = 4 })).Ids);
        Assert.Equal((await Open()).Ids, (await Open(new() { Limit = 6 })).Ids);
        Assert.Equal((await Open()).Ids.Where(id => id != "a/3.png"), (await Open(new() { Limit = 5 })).Ids);
        Assert.Equal(["a", "a-b", "c"], (await Open(new() { Limit = 1 })).Classes);
    }

    [Fact]
    public async Task Split_IsAFolder()
    {
        Files.Write("set/train/cat/1.png", DataSamples.Png(DataSamples.GreyRamp(2, 2, 0)));
        Files.Write("set/test/cat/1.png", DataSamples.Png(DataSamples.GreyRamp(2, 2, 9)));
        Assert.Equal(["test/cat/1.png"], (await Open(new() { Split = "test" })).Ids);
        Assert.Equal(
            "Folder 'set' has no split 'tset', only: test, train. Did you mean 'test'? Name one of them with option 'split'.",
            await Refused<InvalidDataException>(() => Open(new() { Split = "tset" }))
        );
        Assert.Contains("set option 'split' to 'test'", await Refused<InvalidDataException>(() => Open()));
        Assert.Contains("no split '..'", await Refused<InvalidDataException>(() => Open(new() { Split = ".." })));
    }

    [Fact]
    public async Task Queries_AreResizedAsTheFit_AndMayHaveNoLabels()
    {
        Files.Write("set/a/x.png", DataSamples.Png(DataSamples.GreyRamp(4, 5, 0)));
        Files.Write("set/b/y.png", DataSamples.Png(DataSamples.GreyRamp(4, 5, 0)));
        var fit = await Open();
        using Image<Rgb24> large = new(50, 40, new Rgb24(51, 51, 51));
        Files.Write("flat/q.jpg", DataSamples.Jpeg(large.Clone()));
        var queries = await DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "flat") }, fit.Encoding);
        Assert.Equal(fit.ItemShape, queries.ItemShape);
        Assert.Equal(fit.Classes, queries.Classes);
        Assert.Null(queries.Labels);
        Assert.All(ViewReading.Rows(queries)[0].Features, pixel => Assert.Equal(0.2, pixel, 0.02));
        Files.Write("other/aa/q.png", DataSamples.Png(DataSamples.GreyRamp(4, 5, 0)));
        Assert.Equal(
            "The label of image 'aa/q.png' is 'aa', a class that the fit did not see, expected one of: a, b. Did you mean 'a'? Correct it, "
                + "remove the row, or fit again with such rows.",
            await Refused<InvalidDataException>(() =>
                DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "other") }, fit.Encoding)
            )
        );
        Assert.Contains(
            "has a table, but the fit had images",
            await Refused<InvalidDataException>(() => OpenCsv("x,y\n1,a\n", like: fit.Encoding))
        );
        Assert.Contains("no columns", await Refused<ArgumentException>(() => Open(new() { LabelColumn = "class" })));
    }

    [Fact]
    public async Task FaultyFolders_AreRefused()
    {
        Files.Write("set/a/x.png", "no image at all"u8.ToArray());
        Assert.StartsWith(
            "File 'set/a/x.png' is no whole PNG or JPEG image (",
            await Refused<InvalidDataException>(() => Open()),
            StringComparison.Ordinal
        );
        Files.Write("set/a/x.png", DataSamples.Png(DataSamples.GreyRamp(2, 2, 0)));
        Files.Write("set/loose.png", DataSamples.Png(DataSamples.GreyRamp(2, 2, 0)));
        Assert.Contains("expected one of the two", await Refused<InvalidDataException>(() => Open()));
        Directory.CreateDirectory(Path.Combine(Files.Path, "nothing"));
        Assert.Contains(
            "is in none of the formats",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = Path.Combine(Files.Path, "nothing") }))
        );
    }

    [Fact]
    public async Task ADamagedPng_IsFoundWhenItIsOpened()
    {
        var content = DataSamples.Png(DataSamples.GreyRamp(64, 64, 0));
        content[content.Length / 2] ^= 1;
        Files.Write("set/a/1.png", content);
        Assert.StartsWith("File 'set/a/1.png' is no whole", await Refused<InvalidDataException>(() => Open()), StringComparison.Ordinal);
    }

    /// <summary>Files are decoded row by row, once each.</summary>
    [Fact]
    public async Task PixelsAreDecodedWhenTheyAreRead()
    {
        var content = DataSamples.Jpeg(DataSamples.GreyRamp(64, 64, 0));
        var first = Files.Write("set/a/1.jpg", content);
        var second = Files.Write("set/a/2.jpg", content);
        var source = await Open();
        var picture = source.Picture(0);
        await File.WriteAllBytesAsync(first, content[..20]);
        await File.WriteAllBytesAsync(second, content[..20]);
        Assert.Equal(picture, source.Picture(0));
        Assert.Contains($"'{second}' is no whole", Assert.Throws<InvalidDataException>(() => source.Picture(1)).Message);
    }

    private Task<DataSource> Open(DataOptions? options = null) => DataSource.OpenAsync((options ?? new()) with { Path = Folder });
}
