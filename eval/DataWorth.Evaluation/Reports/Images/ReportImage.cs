namespace DataWorth.Evaluation.Reports.Images;

/// <summary>A small image of a report.</summary>
public sealed class ReportImage
{
    /// <summary>Makes an image from interleaved bytes.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="pixels">Rows from top to bottom, [height, width, channels], 0 is black.</param>
    /// <exception cref="ArgumentException">The number of channels is neither 1 nor 3, or the number of bytes does not fit.</exception>
    public ReportImage(int width, int height, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
        {
            Throw.ImageHasWrongChannels(channels);
        }

        if (pixels.Length != (long)width * height * channels)
        {
            Throw.ImageHasWrongSize(pixels.Length, width, height, channels);
        }

        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Makes an image from bytes that lie plane by plane, as data sets keep them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="planes">[channels, height, width], 0 is black.</param>
    /// <exception cref="ArgumentException">The number of channels is neither 1 nor 3, or the number of bytes does not fit.</exception>
    public static ReportImage OfPlanes(int width, int height, int channels, ReadOnlySpan<byte> planes)
    {
        var pixels = new byte[planes.Length];
        var plane = planes.Length / Math.Max(1, channels);
        for (var index = 0; index < plane * channels; index++)
        {
            pixels[index] = planes[(index % channels * plane) + (index / channels)];
        }

        return new ReportImage(width, height, channels, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>The bytes, [height, width, channels].</summary>
    public IReadOnlyList<byte> Pixels { get; }

    /// <summary>The image as a "data:image/png" address.</summary>
    public string ToDataUri() => "data:image/png;base64," + Convert.ToBase64String(PngEncoder.Encode(this));
}
