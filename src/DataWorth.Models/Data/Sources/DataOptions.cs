using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Models.Data.Sources;

/// <summary>Which data are opened, and as what.</summary>
public sealed record DataOptions : IValidatedOptions
{
    /// <summary>A file, a folder, or the name of a known data set: fashion-mnist, cifar10, glyphs.</summary>
    [Description("File, folder, or name of a known data set (fashion-mnist, cifar10, glyphs).")]
    public string Path { get; init; } = "";

    /// <summary>Name of a row of <see cref="DataFormatTable"/>; null (default) recognises it.</summary>
    [Description("Format of tables or images; null recognises it.")]
    public string? Format { get; init; }

    /// <summary>Column of the class; null (default) takes the one called label, class, target or y, if there is one.</summary>
    [Description("Column of the class; null takes the one called label, class, target or y.")]
    public string? LabelColumn { get; init; }

    /// <summary>Column that names the rows; null (default) takes the one called id, or else numbers the rows.</summary>
    [Description("Column that names the rows; null takes the one called id, or numbers the rows.")]
    public string? IdColumn { get; init; }

    /// <summary>Columns that are features: names or patterns with * and ?, separated by commas; one that begins with ! is left out. Null
    /// (default) takes all that can be used.</summary>
    [Description("Feature columns: names or patterns (* and ?) separated by commas, ! before one leaves it out; null takes all.")]
    public string? Features { get; init; }

    /// <summary>Feature columns of numbers that are names of categories, and texts of more than 100 values that are features all the same:
    /// names or patterns as in <see cref="Features"/>. Null (default): none.</summary>
    [Description("Feature columns that are categories though they have numbers or many values: names or patterns.")]
    public string? Categories { get; init; }

    /// <summary>What becomes of empty cells of features. Default they are refused.</summary>
    [Description("What becomes of empty cells of features.")]
    public MissingValues Missing { get; init; } = MissingValues.Refuse;

    /// <summary>True: columns of numbers become (x - mean)/deviation, both of the data of the fit. Default false: as they are.</summary>
    [Description("Whether columns of numbers are standardised by the mean and deviation of the data of the fit.")]
    public bool Standardize { get; init; }

    /// <summary>Part of the data, such as train or test: a folder of images, a file of a folder, or the value of a column called split.
    /// Null (default): train where the format has fixed parts, else everything.</summary>
    [Description("Part of the data, such as train or test.")]
    public string? Split { get; init; }

    /// <summary>Number of rows, at least 1: the first ones; of image folders the first ones of each class in turn. Null (default): all.</summary>
    [Description("Rows that are read, the first ones; null reads all.")]
    [Range(1, int.MaxValue)]
    public int? Limit { get; init; }

    /// <summary>Height that images of a folder are resized to, in pixels; needs <see cref="ImageWidth"/>. Null (default): as they are.</summary>
    [Description("Height that images of a folder are resized to, in pixels; null leaves it.")]
    [Range(1, 4096)]
    public int? ImageHeight { get; init; }

    /// <summary>Width that images of a folder are resized to, in pixels; needs <see cref="ImageHeight"/>. Null (default): as they are.</summary>
    [Description("Width that images of a folder are resized to, in pixels; null leaves it.")]
    [Range(1, 4096)]
    public int? ImageWidth { get; init; }

    /// <summary>Channels of images of a folder: 1 (grey) or 3 (red, green, blue). Null (default): 1 if all are grey, else 3.</summary>
    [Description("Channels of images of a folder: 1 (grey) or 3 (colour); null finds out.")]
    [Range(1, 3)]
    public int? ImageChannels { get; init; }

    /// <summary>Mean of v/255 of each channel, v being a pixel byte; the feature is (v/255 - mean)/deviation. Null (default): 0, or that of a
    /// known data set.</summary>
    [Description("Mean of v/255 per channel of images, which is subtracted; null for 0, or that of a known data set.")]
    [Range(0.0, 1.0)]
    public IReadOnlyList<double>? PixelMean { get; init; }

    /// <summary>Deviation of v/255 of each channel, greater than 0. Null (default): 1, or that of a known data set.</summary>
    [Description("Deviation of v/255 per channel of images, the divisor; null for 1, or that of a known data set.")]
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public IReadOnlyList<double>? PixelDeviation { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or does not go with another one.</exception>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        if (string.IsNullOrWhiteSpace(Path))
        {
            Throw.NoDataPath();
        }

        if (ImageChannels == 2)
        {
            Throw.OptionOutOfRange(nameof(ImageChannels), 2, "1 (grey) or 3 (red, green, blue)");
        }

        if (ImageHeight is null != ImageWidth is null)
        {
            Throw.OneImageSide();
        }
    }
}
