namespace DataWorth.Tasks;

/// <summary>A task with right labels under a softmax: what TRAK needs.</summary>
public interface IClassifies
{
    /// <summary>The margin logit_y - logsumexp_{c != y} logit_c of each example, [B], summed over positions.</summary>
    /// <param name="outputs">The logits.</param>
    /// <param name="batch">The examples.</param>
    Tensor Margin(Tensor outputs, ExampleBatch batch);

    /// <summary>The model's probability of the right label for each example, [B], averaged over positions.</summary>
    /// <param name="outputs">The logits.</param>
    /// <param name="batch">The examples.</param>
    Tensor CorrectProbability(Tensor outputs, ExampleBatch batch);
}
