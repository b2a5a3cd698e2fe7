using static TorchSharp.torch;

namespace UserNetworks;

/// <summary>A network whose constructor fails, or whose forward pass does.</summary>
public sealed class Failing : nn.Module<Tensor, Tensor>
{
    public Failing(string file, bool fails = true)
        : base(nameof(Failing))
    {
        if (fails)
        {
            throw new FormatException($"Cannot read '{file}'.");
        }
    }

    public override Tensor forward(Tensor input) => input.select(7, 0);
}
