using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Models.Networks;

/// <summary>An <see cref="Mlp"/> between the numbers of a row and the classes.</summary>
public sealed record MlpModelOptions : ModelOptions
{
    /// <summary>Sizes of the hidden layers, each at least 1; none for a linear model. Default 512, 256.</summary>
    [Description("Sizes of the hidden layers.")]
    [Range(1, int.MaxValue)]
    public IReadOnlyList<long> Hidden { get; init; } = [512, 256];

    /// <summary>True for biases. Default false.</summary>
    [Description("Whether layers have biases.")]
    public bool HasBias { get; init; }
}
