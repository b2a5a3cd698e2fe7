namespace DataWorth.Models.Data.Sources;

/// <summary>Says what image files lose by becoming rows of one shape.</summary>
internal static class ImageChanges
{
    /// <summary>A sentence for other sizes, and one for other colours. None for training images that are all alike: the options ask for
    /// what they become.</summary>
    /// <param name="names">The images.</param>
    /// <param name="looks">Size and colour of each file.</param>
    /// <param name="shape">What they become.</param>
    /// <param name="request">Whether they follow a fit.</param>
    internal static IEnumerable<string> Notices(
        IReadOnlyList<string> names,
        IReadOnlyList<((int Height, int Width) Size, bool IsGrey)> looks,
        ImageShape shape,
        DataRequest request
    )
    {
        var isQuery = request.Like is not null;
        var size = (shape.Height, shape.Width);
        var resized = looks.Index().Where(look => look.Item.Size != size).ToList();
        if (resized.Count > 0 && (isQuery || looks.DistinctBy(look => look.Size).Count() > 1))
        {
            var first = resized[0].Item.Size;
            var isOneSize = resized.TrueForAll(look => look.Item.Size == first);
            yield return $"{Count(resized.Count, looks.Count)} {(isOneSize ? Of(first) : $"not {Of(size)}")} pixels (height x width), "
                + $"such as '{names[resized[0].Index]}'{(isOneSize ? "" : $" of {Of(first)}")}; "
                + $"{It(resized.Count)} resized to {Of(size)}{AsInTheFit(isQuery)}.";
        }

        var isGrey = shape.Channels == 1;
        var recoloured = looks.Index().Where(look => look.Item.IsGrey != isGrey).ToList();
        if (recoloured.Count > 0 && (isQuery || recoloured.Count < looks.Count))
        {
            var become = isGrey ? "grey" : "colour with three equal channels";
            yield return $"{Count(recoloured.Count, looks.Count)} {(isGrey ? "coloured" : "grey")}, "
                + $"such as '{names[recoloured[0].Index]}'; {It(recoloured.Count)} read as {become}{AsInTheFit(isQuery)}.";
        }
    }

    private static string Count(int count, int all) => $"{count} of {all} images {(count == 1 ? "is" : "are")}";

    private static string It(int count) => count == 1 ? "it is" : "they are";

    private static string Of((int Height, int Width) size) => $"{size.Height} x {size.Width}";

    private static string AsInTheFit(bool isQuery) => isQuery ? " as the rows of the fit were" : "";
}
