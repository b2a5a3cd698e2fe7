using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The training set and the queries.</summary>
internal sealed record DataSection
{
    /// <summary>Which images.</summary>
    [Description("Which images: Fashion-MNIST, or glyphs drawn by the program itself (needs no files).")]
    public DataSetName DataSet { get; init; } = DataSetName.FashionMnist;

    /// <summary>How many of the first training images are used.</summary>
    [Description("How many of the first training images are used.")]
    [Range(100, 60000)]
    public int TrainCount { get; init; } = 6000;

    /// <summary>How many of the first test images are attributed.</summary>
    [Description("How many of the first test images are attributed.")]
    [Range(1, 1000)]
    public int QueryCount { get; init; } = 10;

    /// <summary>The share of training labels that are replaced by another label.</summary>
    [Description("The share of training labels that are replaced by a wrong label, to be found again.")]
    [Range(0.0, 0.5)]
    public double FlippedShare { get; init; } = 0.1;

    /// <summary>Seed of the choice of flipped labels (and of the drawing of glyphs).</summary>
    [Description("Seed of the choice of flipped labels and of the drawing of glyphs.")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
