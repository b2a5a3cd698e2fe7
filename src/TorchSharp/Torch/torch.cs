namespace TorchSharp;

/// <summary>Tensors, their operations and gradients, named as in PyTorch; usually imported with <c>using static TorchSharp.torch;</c>.</summary>
public static partial class torch
{
}
