using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace DataWorth.Models.Data.Sources;

/// <summary>PNG and JPEG files.</summary>
internal static class ImageFile
{
    private const int TailBytes = 4096;

    private static readonly Dictionary<string, string> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "PNG",
        [".jpg"] = "JPEG",
        [".jpeg"] = "JPEG",
    };

    /// <summary>The image files of a folder, in the order of their names.</summary>
    internal static IEnumerable<string> In(string folder) => VisibleEntries.Files(folder).Where(IsNamed).Select(Existing);

    private static string Existing(string path)
    {
        if (
            new FileInfo(path) is { LinkTarget: { } target } link
            && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true }
        )
        {
            Throw.LinkToNothing(path, target);
        }

        return path;
    }

    /// <summary>Whether a name is that of an image file.</summary>
    internal static bool IsNamed(string path) => s_kinds.ContainsKey(Path.GetExtension(path));

    /// <summary>'PNG' or 'JPEG', by the name.</summary>
    internal static string Kind(string path) => s_kinds[Path.GetExtension(path)];

    /// <summary>Height and width as the image is shown, and whether it is grey; reads the beginning and the end of the file.</summary>
    /// <exception cref="InvalidDataException">It is no whole image.</exception>
    internal static ((int Height, int Width) Size, bool IsGrey) Identify(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var info = Image.Identify(stream, out var format);
            if (info is null || format is not (PngFormat or JpegFormat))
            {
                Throw.NotAnImage(path, "its first bytes are those of another format", null);
            }

            CheckEnd(stream, path, format is PngFormat ? "IEND"u8 : [0xFF, 0xD9]);
            var isGrey =
                format is PngFormat
                    ? info.Metadata.GetPngMetadata().ColorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha
                    : info.Metadata.GetJpegMetadata().ColorType is JpegColorType.Luminance;
            var isTurned = info.Metadata.ExifProfile?.GetValue(ExifTag.Orientation)?.Value is >= 5 and <= 8;
            return (isTurned ? (info.Width, info.Height) : (info.Height, info.Width), isGrey);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            Throw.NotAnImage(path, Fault(exception), exception);
            throw;
        }
    }

    /// <summary>The pixels, [C, H, W]: upright as the camera says, on white where it is transparent, stretched to the size, grey as the
    /// luminance of ITU-R BT.709.</summary>
    /// <exception cref="InvalidDataException">It is no whole image.</exception>
    internal static byte[] Read(string path, ImageShape shape)
    {
        try
        {
            using var image = Image.Load<Rgba32>(path);
            image.Mutate(context => context.AutoOrient().BackgroundColor(Color.White).Resize(shape.Width, shape.Height));
            return Planes(image, shape);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            Throw.NotAnImage(path, Fault(exception), exception);
            throw;
        }
    }

    /// <summary>A PNG file of pixels [C, H, W].</summary>
    internal static byte[] Png(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        var plane = shape.Height * shape.Width;
        using Image<Rgb24> image = new(shape.Width, shape.Height);
        for (var place = 0; place < plane; place++)
        {
            image[place % shape.Width, place / shape.Width] = new(
                pixels[place],
                pixels[(shape.Channels == 1 ? 0 : plane) + place],
                pixels[(shape.Channels == 1 ? 0 : 2 * plane) + place]
            );
        }

        using MemoryStream stream = new();
        image.SaveAsPng(stream, new() { ColorType = shape.Channels == 1 ? PngColorType.Grayscale : PngColorType.Rgb });
        return stream.ToArray();
    }

    private static byte[] Planes(Image<Rgba32> image, ImageShape shape)
    {
        var plane = shape.Height * shape.Width;
        var planes = new byte[shape.Size];
        using var grey = shape.Channels == 1 ? image.CloneAs<L8>() : null;
        for (var place = 0; place < plane; place++)
        {
            var (x, y) = (place % shape.Width, place / shape.Width);
            if (grey is not null)
            {
                planes[place] = grey[x, y].PackedValue;
                continue;
            }

            var pixel = image[x, y];
            (planes[place], planes[plane + place], planes[(2 * plane) + place]) = (pixel.R, pixel.G, pixel.B);
        }

        return planes;
    }

    // The decoders fill what a cut file lacks with one colour.
    private static void CheckEnd(FileStream stream, string path, ReadOnlySpan<byte> end)
    {
        var tail = new byte[Math.Min(TailBytes, stream.Length)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        if (tail.AsSpan().LastIndexOf(end) < 0)
        {
            Throw.NotAnImage(path, "it was cut before its end", null);
        }
    }

    // What decoders say is for their authors.
    private static string Fault(Exception exception) =>
        exception is UnknownImageFormatException ? "its first bytes are those of another format" : "what is in it is damaged";

    // The decoders of a damaged file throw whatever comes.
    private static bool IsOfContent(Exception exception) =>
        exception is not (InvalidDataException or FileNotFoundException or UnauthorizedAccessException);
}
