namespace DataWorth.Models.Networks;

/// <summary>A parameter of a network.</summary>
/// <param name="Name">Its name in the network and in checkpoints.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="ElementType">Its element type as PyTorch calls it, "float32".</param>
/// <param name="Kind">The kind that it is tracked by, such as "linear"; null when its gradient is not taken.</param>
/// <param name="Reason">Why it is not tracked, or only in part; null when there is nothing to say.</param>
public sealed record ParameterDescription(string Name, IReadOnlyList<long> Shape, string ElementType, string? Kind, string? Reason);
