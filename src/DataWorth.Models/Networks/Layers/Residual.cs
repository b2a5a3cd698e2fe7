using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>x + block(x); the block's layers are called "block.0", "block.1", ...</summary>
internal sealed class Residual : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _block;

    public Residual(Sequential block)
        : base(nameof(Residual))
    {
        _block = block;
        register_module("block", block);
    }

    public override Tensor forward(Tensor input)
    {
        using var change = _block.call(input);
        if (!change.shape.SequenceEqual(input.shape))
        {
            NetworkThrow.ResidualOfAnotherShape(change.shape[1..]);
        }

        return input + change;
    }
}
