using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>−(y log σ(x) + (1 − y) log(1 − σ(x))) for logits x and targets y within 0 to 1.</summary>
public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    private readonly Tensor? _positiveWeights;

    internal BCEWithLogitsLoss(Tensor? weight, nn.Reduction reduction, Tensor? pos_weights) : base(weight, reduction) => _positiveWeights = pos_weights;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.binary_cross_entropy_with_logits(input1, input2, weight, reduction, _positiveWeights);
}
