namespace DataWorth.Gradients;

/// <summary>Where a parameter of the model lies in the gradients of its tracked module.</summary>
/// <param name="Name">Its name in the model, 'fc1.weight'.</param>
/// <param name="Module">Name of the tracked module; its blocks are called so too, with '[0]', '[1]', ... for groups.</param>
/// <param name="Outputs">Rows O of its gradient over all groups.</param>
/// <param name="Inputs">Columns of its gradient: I for a weight, 1 for a bias.</param>
/// <param name="IsBias">Whether it is the last column of the module's gradient.</param>
/// <param name="IsTransposed">Whether it is stored as [I, O].</param>
public sealed record TrackedParameter(string Name, string Module, long Outputs, long Inputs, bool IsBias = false, bool IsTransposed = false)
{
    /// <summary>Number of elements.</summary>
    public long Size => Outputs * Inputs;
}
