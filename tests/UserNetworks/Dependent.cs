using TorchSharp.Modules;
using YamlDotNet.RepresentationModel;
using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network that needs a library which the program does not have.</summary>
public sealed class Dependent : nn.Module<Tensor, Tensor>
{
    private readonly Linear _fc;

    public Dependent(long[] itemShape)
        : base(nameof(Dependent))
    {
        _fc = nn.Linear(itemShape[0], long.Parse(new YamlScalarNode("3").Value!, provider: null));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _fc.call(input);
}
