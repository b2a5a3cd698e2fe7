using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The multilayer perceptron.</summary>
internal sealed record ModelSection
{
    /// <summary>Widths of the hidden layers.</summary>
    [Description("Widths of the hidden layers; input (784 pixels) and output (10 classes) are given by the data.")]
    [Range(1, 8192)]
    public IReadOnlyList<int> HiddenWidths { get; init; } = [512, 256];

    /// <summary>Seed of the initial weights.</summary>
    [Description("Seed of the initial weights.")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
