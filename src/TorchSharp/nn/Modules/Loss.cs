namespace TorchSharp;

/// <summary>Base of losses of two inputs.</summary>
public abstract class Loss<T1, T2, TResult> : torch.nn.Module<T1, T2, TResult>
{
    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">How the values of the examples are joined. Default mean.</param>
    protected Loss(torch.nn.Reduction reduction = torch.nn.Reduction.Mean) : base("Loss") => this.reduction = reduction;

    /// <summary>How the values of the examples are joined.</summary>
    public torch.nn.Reduction reduction { get; }
}
