using TorchSharp.Modules;
using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network with choices of its own beside those that follow from the data.</summary>
public sealed class Configured : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    public Configured(long[] itemShape, long classes, int hiddenSize, bool hasBias = false, Activation activation = Activation.Relu)
        : base(nameof(Configured))
    {
        _layers = nn.Sequential(
            ("fc1", nn.Linear(itemShape[0], hiddenSize, hasBias)),
            ("activation", activation == Activation.Relu ? nn.ReLU() : nn.LeakyReLU()),
            ("fc2", nn.Linear(hiddenSize, classes, hasBias))
        );
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _layers.call(input);
}
