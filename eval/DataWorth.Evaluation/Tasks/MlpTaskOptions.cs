using System.ComponentModel;
using DataWorth.Models.Networks;

namespace DataWorth.Evaluation.Tasks;

/// <summary>Options of a perceptron on images of 28 x 28 pixels in 10 classes.</summary>
public abstract record MlpTaskOptions : TaskOptions
{
    private const int Pixels = 784;
    private const int Classes = 10;

    /// <summary>Shape of the network: widths from 784 to 10.</summary>
    [Description("The perceptron: widths from 784 (pixels) to 10 (classes).")]
    public MlpOptions Network { get; init; } = new();

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Network.Validate();
        if (Network.Widths[0] != Pixels || Network.Widths[^1] != Classes)
        {
            Throw.BadWidths(Network.Widths, Pixels, Classes);
        }
    }
}
