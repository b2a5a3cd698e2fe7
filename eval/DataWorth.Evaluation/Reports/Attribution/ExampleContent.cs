using DataWorth.Evaluation.Reports.Images;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>What a person sees of an example: a picture, a text, or the columns of its row. Each may be missing; what is there is
/// shown.</summary>
public sealed record ExampleContent
{
    /// <summary>Nothing but the id.</summary>
    public static ExampleContent None { get; } = new();

    /// <summary>A PNG file: the picture at its own size, or a thumbnail of a few hundred pixels. Equal pictures are kept once in a page.
    /// Default empty: no picture.</summary>
    public ReadOnlyMemory<byte> Png { get; init; }

    /// <summary>A text. Default null.</summary>
    public string? Text { get; init; }

    /// <summary>Names and values of a table's row. Default empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];

    /// <summary>An image as a picture.</summary>
    /// <param name="image">The image.</param>
    public static ExampleContent Of(ReportImage image) => new() { Png = PngEncoder.Encode(image) };
}
