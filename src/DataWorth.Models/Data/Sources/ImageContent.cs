namespace DataWorth.Models.Data.Sources;

/// <summary>Images as a format gives them.</summary>
/// <param name="Type">What they are in a few words, such as 'PNG and JPEG files'.</param>
/// <param name="Shape">The shape of each.</param>
/// <param name="Ids">Their ids.</param>
/// <param name="Labels">Their labels as texts; null if there are none.</param>
/// <param name="Pixels">Gives the pixels of a row, [C, H, W]; called by several threads.</param>
internal sealed record ImageContent(
    string Type,
    ImageShape Shape,
    IReadOnlyList<string> Ids,
    IReadOnlyList<string>? Labels,
    Func<int, ReadOnlyMemory<byte>> Pixels
) : DataContent
{
    /// <summary>The names of the classes in order; null for those of the labels.</summary>
    internal IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The usual normalisation of these images; null for v/255.</summary>
    internal PixelNormalization? Normalization { get; init; }

    /// <summary>The images of a data set.</summary>
    internal static ImageContent Of(ImageDataset data) =>
        new(
            $"{data.Name} images of {data.Shape}",
            data.Shape,
            [.. Enumerable.Range(0, data.Count).Select(data.Id)],
            [.. data.Labels.ToArray().Select(label => data.ClassNames[label])],
            row => data.Pixels.Slice(row * data.Shape.Size, data.Shape.Size)
        )
        {
            Classes = data.ClassNames,
            Normalization = data.Normalization,
        };
}
