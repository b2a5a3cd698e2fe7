using DataWorth.Configuration;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Shape of a language model, from which it can be made.</summary>
public abstract record LanguageModelOptions : IValidatedOptions
{
    /// <summary>Most blocks that a network is made with, several times those of the deepest models; each takes time even without
    /// memory.</summary>
    internal const int MostLayers = 2000;

    /// <summary>Most tokens that a text can have.</summary>
    public abstract long Positions { get; init; }

    /// <summary>Makes the network; its weights are to be initialised or loaded afterwards.</summary>
    /// <param name="type">Element type of the weights; null for float32.</param>
    /// <param name="device">Where they lie; null for the processor. On the device 'meta' it has names and shapes and takes no memory.</param>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with another.</exception>
    public abstract LanguageModel Create(ScalarType? type = null, Device? device = null);

    /// <inheritdoc/>
    public abstract void Validate();
}
