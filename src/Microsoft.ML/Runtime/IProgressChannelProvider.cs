namespace Microsoft.ML.Runtime;

/// <summary>Opens channels that report the progress of a computation.</summary>
public interface IProgressChannelProvider
{
    /// <summary>Opens a channel.</summary>
    /// <param name="name">Name of the computation.</param>
    IProgressChannel StartProgressChannel(string name);
}
