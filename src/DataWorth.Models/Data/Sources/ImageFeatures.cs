namespace DataWorth.Models.Data.Sources;

/// <summary>Images as features and labels.</summary>
internal static class ImageFeatures
{
    private const int FirstRows = 5;

    /// <summary>The normalisation that the options give, or else the usual one of the data, or else v/255.</summary>
    internal static PixelNormalization Normalization(DataOptions options, ImageContent images)
    {
        var channels = images.Shape.Channels;
        return new(
            PerChannel("pixel-mean", options.PixelMean, channels) ?? images.Normalization?.Mean ?? [.. Enumerable.Repeat(0f, channels)],
            PerChannel("pixel-deviation", options.PixelDeviation, channels)
                ?? images.Normalization?.StandardDeviation
                ?? [.. Enumerable.Repeat(1f, channels)]
        );
    }

    /// <summary>Encodes images; their pixels are normalised when features are read.</summary>
    internal static DataRows Encode(ImageContent images, DataEncoding encoding)
    {
        var (shape, normalization) = (images.Shape, encoding.Normalization!);
        float[][] tables = [.. Enumerable.Range(0, shape.Channels).Select(normalization.Table)];
        var plane = shape.Height * shape.Width;
        if (images.Labels is not null && encoding.Classes.Count == 0)
        {
            Throw.FitWithoutLabels("class");
        }

        ClassIndex classes = new(encoding.Classes);
        return new(
            images.Ids,
            images.Labels is null ? null : [.. images.Labels.Select((label, row) => classes.Of(label, () => $"image '{images.Ids[row]}'"))],
            [shape.Channels, shape.Height, shape.Width],
            Features
        );

        float[] Features(int row)
        {
            var pixels = images.Pixels(row).Span;
            var features = new float[pixels.Length];
            for (var place = 0; place < features.Length; place++)
            {
                features[place] = tables[place / plane][pixels[place]];
            }

            return features;
        }
    }

    /// <summary>What 'inspect data' shows.</summary>
    internal static IReadOnlyList<ColumnDescription> Describe(ImageContent images)
    {
        ColumnDescription pixels = new("pixels", images.Type, "feature", "images", [.. images.Ids.Take(FirstRows)]);
        return images.Labels is not { } labels
            ? [pixels]
            :
            [
                pixels,
                new("class", $"texts, {labels.Distinct().Count()} values", "label", "each image has one", [.. labels.Take(FirstRows)]),
            ];
    }

    private static float[]? PerChannel(string option, IReadOnlyList<double>? values, int channels)
    {
        if (values is not null && values.Count != channels)
        {
            Throw.OtherChannels(option, values.Count, channels);
        }

        return values is null ? null : [.. values.Select(value => (float)value)];
    }
}
