using TorchSharp.Modules;
using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network for the shape of the data.</summary>
public sealed class Shaped : nn.Module<Tensor, Tensor>
{
    private readonly Linear _fc;

    public Shaped(IReadOnlyList<long> shape, int numberOfClasses)
        : base(nameof(Shaped))
    {
        _fc = nn.Linear(shape.Aggregate(1L, (product, size) => product * size), numberOfClasses);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _fc.call(input.flatten(1));
}
