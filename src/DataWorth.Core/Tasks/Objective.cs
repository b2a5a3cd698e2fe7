namespace DataWorth.Tasks;

/// <summary>The scalar per example whose gradient is taken.</summary>
public enum Objective
{
    /// <summary>The training loss, summed over positions.</summary>
    Loss,

    /// <summary>The margin logit_y - logsumexp(other logits), summed over positions. Its gradient points where the measurement
    /// rises.</summary>
    Margin,

    /// <summary>Minus the margin: like a loss, it falls where the measurement rises.</summary>
    NegativeMargin,

    /// <summary>The loss of labels sampled from the model's own softmax: the gradients of the true Fisher.</summary>
    SampledLoss,
}
