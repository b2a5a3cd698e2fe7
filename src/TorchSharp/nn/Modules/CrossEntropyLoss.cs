using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>−log softmax(logits)[target]: logits [N, C, *], targets [N, *] of type Int64 or probabilities [N, C, *].</summary>
public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    private readonly long _ignoreIndex;

    internal CrossEntropyLoss(Tensor? weight, long? ignore_index, nn.Reduction reduction) : base(weight, reduction) => _ignoreIndex = ignore_index ?? -100;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cross_entropy(input1, input2, weight, _ignoreIndex, reduction);
}
