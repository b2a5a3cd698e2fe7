using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Multilayer perceptron with ReLU between its linear layers: [B, *] to [B, classes].</summary>
/// <remarks>The layers are named fc1, fc2, ... in the state dictionary. All dimensions after the first are joined.</remarks>
public sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly List<Linear> _layers = [];

    /// <summary>Creates the network with the default initial values of its layers.</summary>
    /// <param name="options">Shape; null for the default.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths, one is not positive, or the weights need more memory
    /// than is free.</exception>
    public Mlp(MlpOptions? options = null)
        : base(nameof(Mlp))
    {
        Options = options ?? new MlpOptions();
        Options.Validate();
        WeightMemory.Require(nameof(Mlp), Options.Weights);
        var widths = Options.Widths;
        for (var index = 1; index < widths.Count; index++)
        {
            var layer = nn.Linear(widths[index - 1], widths[index], Options.HasBias);
            register_module($"fc{index}", layer);
            _layers.Add(layer);
        }
    }

    /// <summary>The shape.</summary>
    public MlpOptions Options { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An input has another number of values than the first width.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (input.ndim < 2 || input.NumberOfElements != input.shape[0] * Options.Widths[0])
        {
            Throw.InputsOfAnotherShape($"inputs of {Options.Widths[0]} numbers each", input.shape);
        }

        var value = input.flatten(1); // [B, I]
        for (var index = 0; index < _layers.Count; index++)
        {
            value = _layers[index].call(value);
            if (index < _layers.Count - 1)
            {
                value = nn.functional.relu(value);
            }
        }
        return value.MoveToOuterDisposeScope();
    }
}
