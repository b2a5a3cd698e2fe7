namespace TorchSharp;

/// <summary>Base of losses of two inputs with a weight per class.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    /// <summary>Creates a loss.</summary>
    /// <param name="weight">Weight per class, [C]; null for equal weights.</param>
    /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
    protected WeightedLoss(torch.Tensor? weight = null, torch.nn.Reduction reduction = torch.nn.Reduction.Mean) : base(reduction) =>
        this.weight = weight;

    /// <summary>Weight per class, [C], or null.</summary>
    public torch.Tensor? weight { get; }
}
