namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>Takes over a tensor as a leaf of the autograd graph.</summary>
    /// <param name="data">Values; the object is empty afterwards, its storage belongs to the parameter.</param>
    /// <param name="requires_grad">True (default) to record operations on the parameter.</param>
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(TakeOver(data))
    {
        this.requires_grad = requires_grad;
    }

    private static IntPtr TakeOver(torch.Tensor data)
    {
        using var detached = data.detach();
        data.Dispose();
        return detached.DecoupleFromNativeHandle();
    }
}
