namespace DataWorth.Tasks;

/// <summary>A task whose model gives a distribution over labels: what the true Fisher needs.</summary>
public interface ISamplesLabels
{
    /// <summary>The loss of each example, [B], for labels drawn from the model's own softmax.</summary>
    /// <param name="outputs">The logits.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="seed">The draw depends on it and on the example's id only.</param>
    Tensor SampledLoss(Tensor outputs, ExampleBatch batch, long seed);
}
