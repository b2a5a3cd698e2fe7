namespace DataWorth;

/// <summary>The number f(theta) of a query whose change is attributed. A positive score means that training on the example raises
/// it.</summary>
public enum Measurement
{
    /// <summary>f = -loss of the query.</summary>
    NegativeLoss,

    /// <summary>f = logit_y - logsumexp of the other logits.</summary>
    Margin,
}
