using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Shape of an <see cref="Mlp"/>.</summary>
public sealed record MlpOptions : NetworkOptions, IValidatedOptions
{
    /// <summary>Sizes of the input, of every hidden layer and of the output, at least two. Default 784, 512, 256, 10.</summary>
    [Description("Sizes of the input, of every hidden layer and of the output.")]
    [Range(1, int.MaxValue)]
    public IReadOnlyList<long> Widths { get; init; } = [784, 512, 256, 10];

    /// <summary>True for biases. Default false.</summary>
    [Description("Whether layers have biases.")]
    public bool HasBias { get; init; }

    /// <summary>Numbers in all parameters.</summary>
    internal double Weights => Widths.Skip(1).Zip(Widths, (outputs, inputs) => outputs * ((double)inputs + (HasBias ? 1 : 0))).Sum();

    /// <inheritdoc/>
    public void Validate()
    {
        if (Widths.Count < 2 || Widths.Any(width => width < 1))
        {
            Throw.BadWidths(Widths);
        }
    }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Create() => new Mlp(this);
}
