namespace Microsoft.ML.Runtime;

/// <summary>Takes one state of a computation.</summary>
public interface IProgressEntry
{
    /// <summary>Sets the progress in a unit without a limit.</summary>
    /// <param name="index">Index of the unit in the header.</param>
    /// <param name="value">The progress.</param>
    void SetProgress(int index, double value);

    /// <summary>Sets the progress in a unit and its limit.</summary>
    /// <param name="index">Index of the unit in the header.</param>
    /// <param name="value">The progress.</param>
    /// <param name="lim">The limit; NaN: not known.</param>
    void SetProgress(int index, double value, double lim);

    /// <summary>Sets a metric.</summary>
    /// <param name="index">Index of the metric in the header.</param>
    /// <param name="value">The metric.</param>
    void SetMetric(int index, double value);
}
