using DataWorth.Gradients;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Output layer whose weight is the token table W [V, E] of an embedding: hidden states [*, E] to logits [*, V].</summary>
/// <remarks>It has no parameters of its own, so that checkpoints hold the table once. A module, so that attribution sees the table's second
/// use.</remarks>
public sealed class TiedHead : nn.Module<Tensor, Tensor>, ITrackable
{
    // A function: a field of a module's type would be registered as a submodule.
    private readonly Func<Parameter> _weight;

    /// <summary>Creates a head.</summary>
    /// <param name="table">The token table, which stays its owner's.</param>
    public TiedHead(Embedding table)
        : base(nameof(TiedHead))
    {
        _weight = () => table.get_parameter("weight")!;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight());

    /// <inheritdoc/>
    /// <remarks>It is chosen with the embeddings, whose table it uses.</remarks>
    public string Kind => ModuleKindTable.Embedding;

    /// <inheritdoc/>
    public TrackedModule Track(string name, bool trackBias)
    {
        var weight = _weight();
        return new TrackedLinear(name, this, weight, weight.shape[0], weight.shape[1]);
    }
}
