using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>−logProbability[target]: log probabilities [N, C, *], targets [N, *] of type Int64.</summary>
public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    internal NLLLoss(Tensor? weight, nn.Reduction reduction) : base(weight, reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.nll_loss(input1, input2, weight, reduction);
}
