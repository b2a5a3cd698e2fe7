namespace Microsoft.ML.Runtime;

/// <summary>Reports the progress of one computation; for one thread. Disposing it ends the report.</summary>
public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    /// <summary>Names what is reported and tells how to ask for it. A later call replaces an earlier one.</summary>
    /// <param name="header">Names of the metrics and of the units of progress.</param>
    /// <param name="fillAction">Writes the present state; may be called from any thread.</param>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Reports a state that is worth keeping, e.g. the end of an epoch.</summary>
    /// <param name="values">Metrics, then progress in each unit, then the limit of each; fewer may be given, null is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">More values than the header names.</exception>
    void Checkpoint(params double?[] values);
}
