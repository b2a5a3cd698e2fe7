using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>(x − y)², elementwise and then joined.</summary>
public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
{
    internal MSELoss(nn.Reduction reduction) : base(reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.mse_loss(input1, input2, reduction);
}
