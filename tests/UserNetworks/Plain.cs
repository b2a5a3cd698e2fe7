using TorchSharp.Modules;
using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network without choices: [B, 4] to [B, 3].</summary>
public sealed class Plain : nn.Module<Tensor, Tensor>
{
    private readonly Linear _fc = nn.Linear(4, 3);

    public Plain()
        : base(nameof(Plain)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _fc.call(input);
}
