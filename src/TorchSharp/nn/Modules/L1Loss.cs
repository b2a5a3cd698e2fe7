using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>|x − y|, elementwise and then joined.</summary>
public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
{
    internal L1Loss(nn.Reduction reduction) : base(reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.l1_loss(input1, input2, reduction);
}
